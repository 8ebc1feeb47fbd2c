import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const command = fileURLToPath(new URL('../../../bin/betlake.js', import.meta.url));

/** A running `betlake explore`. */
export interface Explore {
  /** With a slash at its end. */
  readonly address: string;
  stop(): Promise<void>;
}

/**
 * Starts the command as a person would, and waits until it says where the page is.
 *
 * @param cwd the folder it is started in
 */
export async function startExplore(lake: string, cwd = process.cwd()): Promise<Explore> {
  const child = spawn(process.execPath, [command, 'explore', '--no-open', '--port', '0', '--lake', lake], {
    cwd,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  return { address: await readAddress(child), stop: () => stop(child) };
}

function readAddress(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let output = '';
    const timer = setTimeout(() => {
      child.kill();
      reject(new Error(`betlake explore names no address within ${startMs / 1000} s; it printed: ${output}`));
    }, startMs);
    const listen = (chunk: Buffer) => {
      output += chunk;
      const [address] = /http:\/\/127\.0\.0\.1:\d+\/[\w-]+\//.exec(output) ?? [];
      if (address === undefined) return;
      clearTimeout(timer);
      resolve(address);
    };
    child.stdout?.on('data', listen);
    child.stderr?.on('data', listen);
    child.once('exit', (code) => {
      clearTimeout(timer);
      reject(new Error(`betlake explore ended with ${code} and printed: ${output}`));
    });
  });
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), stopMs);
  await ended;
  clearTimeout(timer);
}

const startMs = 30_000;
const stopMs = 5_000;
