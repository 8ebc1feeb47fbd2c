import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Architecture } from '../configuration.ts';

/** The part of a package-lock.json that is read here. */
interface Lock {
  readonly packages: Readonly<Record<string, LockedPackage>>;
}

interface LockedPackage {
  readonly version?: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

const duckDb = '@duckdb/node-api';

/** What npm calls the processor. */
const cpus: Readonly<Record<Architecture, string>> = { arm64: 'arm64', x86_64: 'x64' };

/**
 * Installs DuckDB's packages as the project's lock pins and seals them, with the native binding of a function's
 * architecture and no other, whatever machine this is. Installed once for each version and architecture.
 *
 * @returns the `node_modules` folder that holds them and nothing else
 * @throws Error with npm's output where they cannot be installed
 */
export function installDuckDb(projectRoot: string, architecture: Architecture): string {
  const lock = JSON.parse(readFileSync(join(projectRoot, 'package-lock.json'), 'utf8')) as Lock;
  const version = lock.packages[`node_modules/${duckDb}`]?.version;
  if (version === undefined) throw new Error(`expected ${duckDb} in package-lock.json, got none`);
  const cache = join(projectRoot, 'node_modules', '.cache', 'betlake');
  const folder = join(cache, `duckdb-${version}-linux-${cpus[architecture]}`);
  if (!existsSync(folder)) {
    mkdirSync(cache, { recursive: true });
    const unfinished = mkdtempSync(join(cache, 'installing-'));
    try {
      install(unfinished, lock, version, architecture);
      moveUnlessThere(unfinished, folder);
    } finally {
      rmSync(unfinished, { recursive: true, force: true });
    }
  }
  return join(folder, 'node_modules');
}

function install(folder: string, lock: Lock, version: string, architecture: Architecture): void {
  const manifest = { name: 'duckdb', version: '0.0.0', private: true, dependencies: { [duckDb]: version } };
  const packages = { '': manifest, ...pickClosure(lock) };
  const sealed = { ...manifest, lockfileVersion: 3, requires: true, packages };
  writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest));
  writeFileSync(join(folder, 'package-lock.json'), JSON.stringify(sealed));
  const target = ['--os=linux', `--cpu=${cpus[architecture]}`, '--libc=glibc'];
  const quiet = ['--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  // On Windows npm is a script, which only a shell can run.
  const shell = process.platform === 'win32';
  try {
    execFileSync('npm', ['ci', '--prefix', folder, ...target, ...quiet], {
      cwd: folder,
      shell,
      stdio: 'pipe',
    });
  } catch (error) {
    const output = error instanceof Error && 'stderr' in error ? String(error.stderr).trim() : '';
    throw new Error(`could not install ${duckDb} ${version} for ${architecture}: ${output}`, {
      cause: error,
    });
  }
  rmSync(join(folder, 'node_modules', '.package-lock.json'), { force: true });
}

/** The lock's entries for DuckDB and all that it may need on any platform; npm takes those of the target. */
function pickClosure({ packages }: Lock): Record<string, LockedPackage> {
  const picked: Record<string, LockedPackage> = {};
  const waiting: string[] = [duckDb];
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    const path = `node_modules/${name}`;
    const locked = packages[path];
    if (!locked || picked[path]) continue;
    picked[path] = locked;
    waiting.push(...Object.keys({ ...locked.dependencies, ...locked.optionalDependencies }));
  }
  return picked;
}

/** Another process may have installed the same meanwhile; either will do. */
function moveUnlessThere(from: string, to: string): void {
  try {
    renameSync(from, to);
  } catch (error) {
    if (!existsSync(to)) throw error;
  }
}
