import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** How a run of the command line ended. */
export interface Ended {
  /** Null where it was killed. */
  readonly code: number | null;
  readonly stderr: string;
  readonly milliseconds: number;
}

const script = fileURLToPath(new URL('../../bin/betlake.js', import.meta.url));

/**
 * Runs the command line in a process of its own, as a user does.
 *
 * @param watch is given the process, to kill it
 */
export function runCommand(
  args: readonly string[],
  {
    watch,
    under = [],
  }: { readonly watch?: (child: ChildProcess) => void; readonly under?: readonly string[] } = {},
): Promise<Ended> {
  const [program = process.execPath, ...before] = [...under, process.execPath];
  const began = performance.now();
  const child = spawn(program, [...before, script, ...args], { stdio: ['ignore', 'ignore', 'pipe'] });
  let stderr = '';
  child.stderr?.on('data', (chunk) => {
    stderr += String(chunk);
  });
  watch?.(child);
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, stderr, milliseconds: performance.now() - began }));
  });
}
