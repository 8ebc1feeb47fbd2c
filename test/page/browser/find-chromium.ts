import { execFile } from 'node:child_process';
import { access } from 'node:fs/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);
const places = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/**
 * Finds Chromium, or installs Debian's.
 *
 * @returns the path of the program
 * @throws Error saying what to install where that is not possible here
 */
export async function findChromium(): Promise<string> {
  const found = await find();
  if (found) return found;
  process.stderr.write('there is no Chromium; installing it with apt-get\n');
  try {
    await run('apt-get', ['update'], { timeout: installMs });
    await run('apt-get', ['install', '-y', '--no-install-recommends', 'chromium', 'fonts-dejavu-core'], {
      timeout: installMs,
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
      maxBuffer: 64 * 1024 ** 2,
    });
  } catch (cause) {
    throw new Error(
      `the page is tested in Chromium, which is not in ${places.join(', ')} and could not be installed with apt-get; install it, or name it in BETLAKE_CHROMIUM`,
      { cause },
    );
  }
  const installed = await find();
  if (!installed) throw new Error(`apt-get installed chromium, but it is not in ${places.join(', ')}`);
  return installed;
}

async function find(): Promise<string | undefined> {
  const named = process.env.BETLAKE_CHROMIUM;
  for (const path of named ? [named] : places) {
    const isThere = await access(path).then(
      () => true,
      () => false,
    );
    if (isThere) return path;
  }
  if (named) throw new Error(`BETLAKE_CHROMIUM names ${named}, which is not there`);
  return undefined;
}

const installMs = 240_000;
