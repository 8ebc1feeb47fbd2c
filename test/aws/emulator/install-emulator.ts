import { mkdir, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { report } from './report.ts';
import { runProgram } from './run-program.ts';

const version = '1.5.33';

/**
 * Installs the emulator into a virtual environment in the user's cache folder, once a version.
 *
 * @returns the environment's Python, which has `ministack` and `boto3`
 * @throws Error saying what is missing on this machine
 */
export async function installEmulator(): Promise<string> {
  const cache = process.env.XDG_CACHE_HOME || join(homedir(), '.cache');
  const folder = join(cache, 'betlake', `ministack-${version}`);
  const python = join(folder, 'bin', 'python');
  if (await isWhole(python)) return python;
  report(`installing the emulator into ${folder}`);
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  await makeEnvironment(folder);
  const packages = [`ministack[full]==${version}`, 'boto3'];
  await runProgram(python, ['-m', 'pip', 'install', '--quiet', ...packages], { seconds: 300 });
  return python;
}

async function isWhole(python: string): Promise<boolean> {
  const wanted = `import boto3, ministack.app; from importlib.metadata import version as v; assert v("ministack") == "${version}"`;
  return runProgram(python, ['-c', wanted], { seconds: 60 }).then(
    () => true,
    () => false,
  );
}

async function makeEnvironment(folder: string): Promise<void> {
  const found = await runProgram('python3', ['--version'], { seconds: 30 }).catch((error) => {
    throw new Error('the emulator of AWS needs Python 3.10 or newer as python3, which is not here', {
      cause: error,
    });
  });
  await runProgram('python3', ['-m', 'venv', folder], { seconds: 120 }).catch((error) => {
    const advice =
      'install its venv and ensurepip modules (on Debian and Ubuntu: apt-get install python3-venv)';
    throw new Error(`${found.trim()} cannot make a virtual environment: ${advice}`, { cause: error });
  });
}
