import { mkdir, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { report } from './report.ts';
import { runProgram } from './run-program.ts';

/** Packages of Python in an environment of their own. */
export interface PythonEnvironment {
  /** The folder's name in the cache; another version is another name. */
  readonly name: string;
  readonly packages: readonly string[];
  /** A program that fails where they are not all there. */
  readonly check: string;
}

/**
 * Installs packages of Python into a virtual environment in the user's cache folder, once a name.
 *
 * @returns the environment's Python
 * @throws Error saying what is missing on this machine
 */
export async function installPython({ name, packages, check }: PythonEnvironment): Promise<string> {
  const cache = process.env.XDG_CACHE_HOME || join(homedir(), '.cache');
  const folder = join(cache, 'betlake', name);
  const python = join(folder, 'bin', 'python');
  const isWhole = await runProgram(python, ['-c', check], { seconds: 60 }).then(
    () => true,
    () => false,
  );
  if (isWhole) return python;
  report(`installing ${name} into ${folder}`);
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  await makeEnvironment(folder);
  await runProgram(python, ['-m', 'pip', 'install', '--quiet', ...packages], { seconds: 300 });
  return python;
}

async function makeEnvironment(folder: string): Promise<void> {
  const found = await runProgram('python3', ['--version'], { seconds: 30 }).catch((error) => {
    throw new Error('this tier needs Python 3.10 or newer as python3, which is not here', { cause: error });
  });
  await runProgram('python3', ['-m', 'venv', folder], { seconds: 120 }).catch((error) => {
    const advice =
      'install its venv and ensurepip modules (on Debian and Ubuntu: apt-get install python3-venv)';
    throw new Error(`${found.trim()} cannot make a virtual environment: ${advice}`, { cause: error });
  });
}
