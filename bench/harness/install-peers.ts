import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
const peers = fileURLToPath(new URL('../peers/', import.meta.url));
const cache = fileURLToPath(new URL('../../node_modules/.cache/betlake/bench/', import.meta.url));

/** A program of `bench/peers`. */
export function peerPath(file: string): string {
  return join(peers, file);
}

/** Installs the packages of `bench/peers` as its lock pins them, unless they are there. */
export async function installNodePeers(): Promise<void> {
  const installed = await stat(join(peers, 'node_modules/.package-lock.json')).catch(() => undefined);
  const locked = await stat(join(peers, 'package-lock.json'));
  if (installed && installed.mtimeMs >= locked.mtimeMs) return;
  await run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: peers,
    shell: process.platform === 'win32',
  });
}

/**
 * Makes a Python of the benchmark's own with what `bench/peers/requirements.txt` pins, unless it is there.
 *
 * @returns the path of its interpreter; undefined where the machine has no Python 3.10 or newer
 */
export async function installPythonPeers(): Promise<string | undefined> {
  const requirements = await readFile(peerPath('requirements.txt'));
  const folder = join(
    cache,
    `python-${createHash('sha256').update(requirements).digest('hex').slice(0, 12)}`,
  );
  const python = join(folder, 'bin', 'python');
  if (existsSync(python)) return python;
  if (!(await hasPython())) return undefined;
  await mkdir(cache, { recursive: true });
  await rm(`${folder}.new`, { recursive: true, force: true });
  await run('python3', ['-m', 'venv', `${folder}.new`]);
  const pip = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check'];
  await run(join(`${folder}.new`, 'bin', 'python'), [...pip, '-r', peerPath('requirements.txt')]);
  await rename(`${folder}.new`, folder);
  return python;
}

async function hasPython(): Promise<boolean> {
  const atLeast = 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 10))';
  return run('python3', ['-c', atLeast]).then(
    () => true,
    () => false,
  );
}

/** What the peers are, by name: the versions that are pinned. */
export async function readPeerVersions(): Promise<Readonly<Record<string, string>>> {
  const { dependencies } = JSON.parse(await readFile(peerPath('package.json'), 'utf8'));
  const pinned = (await readFile(peerPath('requirements.txt'), 'utf8')).trim().split('\n');
  return { ...dependencies, ...Object.fromEntries(pinned.map((line) => line.split('=='))) };
}
