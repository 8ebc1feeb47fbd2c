import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** The command line's own file, for `node`. */
export const betlake = fileURLToPath(new URL('../../bin/betlake.js', import.meta.url));

/** What a run of the command line printed, and how it ended. */
export interface Run {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs `betlake` as a process of its own, as a person would. */
export function runBetlake(...args: string[]): Promise<Run> {
  return runBetlakeIn(process.env, ...args);
}

/** The same, with these variables and no others. */
export function runBetlakeIn(env: NodeJS.ProcessEnv, ...args: string[]): Promise<Run> {
  return new Promise((resolve) => {
    const options = { maxBuffer: 256 * 1024 ** 2, env };
    execFile(process.execPath, [betlake, ...args], options, (error, stdout, stderr) => {
      const code = error ? (typeof error.code === 'number' ? error.code : -1) : 0;
      resolve({ code, stdout, stderr });
    });
  });
}

/** Bytes that a command prints, such as an Arrow stream. */
export function runBetlakeForBytes(...args: string[]): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const options = { maxBuffer: 256 * 1024 ** 2, encoding: 'buffer' as const };
    execFile(process.execPath, [betlake, ...args], options, (error, stdout) => {
      if (error) reject(error);
      else resolve(stdout);
    });
  });
}
