import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/**
 * Finds spin and the C compiler that its verifiers are built with, or installs Debian's.
 *
 * @throws Error saying what to install where that is not possible here
 */
export async function findSpin(): Promise<void> {
  if (await areThere()) return;
  process.stderr.write('there is no spin or no gcc; installing them with apt-get\n');
  try {
    await run('apt-get', ['update'], { timeout: installMs });
    await run('apt-get', ['install', '-y', '--no-install-recommends', 'spin', 'gcc', 'libc6-dev'], {
      timeout: installMs,
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
      maxBuffer: 64 * 1024 ** 2,
    });
  } catch (cause) {
    throw new Error(
      'the protocol is checked with spin, whose verifiers gcc builds; they are not on the PATH and could not be installed with apt-get: install both',
      { cause },
    );
  }
  if (!(await areThere())) throw new Error('apt-get installed spin and gcc, but they are not on the PATH');
}

async function areThere(): Promise<boolean> {
  try {
    await run('spin', ['-V']);
    await run('gcc', ['--version']);
    return true;
  } catch {
    return false;
  }
}

const installMs = 240_000;
