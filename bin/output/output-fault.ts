import { getSystemErrorMap } from 'node:util';

let fault: NodeJS.ErrnoException | undefined;

/** The error that ended writing to stdout, if any: whoever prints can stop. */
export function findOutputFault(): Error | undefined {
  return fault;
}

/**
 * Ends the process with a message and exit code 1 where its output could not be written, whatever printed it and
 * however the process ends: `--help` onto a full disk fails too.
 *
 * A reader that has seen enough, such as `head`, closes the pipe: nothing went wrong, so that a script under
 * `pipefail` goes on. Then the exit code is that of the work itself, 1 where a file failed to load.
 */
export function exitWithOutput({ stdout, stderr }: NodeJS.Process): void {
  // An error without a listener would end the process before it has closed what it opened.
  stderr.on('error', () => {});
  stdout.on('error', (error) => {
    fault ??= error;
  });
  process.on('exit', () => {
    // A command that ends at once has not received the event.
    const found: NodeJS.ErrnoException | null | undefined = fault ?? stdout.errored;
    if (!found || found.code === 'EPIPE') return;
    const [, reason = found.message] = getSystemErrorMap().get(found.errno ?? 0) ?? [];
    stderr.write(
      `betlake: cannot write the output: ${reason}; make room, or send it elsewhere, then run the command again\n`,
    );
    process.exitCode = 1;
  });
}
