import { readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { BetlakeError } from '../../lambdas/core/errors.ts';
import { lockHolderName, lockName } from './lock.ts';
import { pendingRefreshName } from './pending-refresh.ts';

/** What may stand in a folder before a lake is made in it; a volume's own folder among them. */
const before: readonly string[] = ['lake.json', lockName, 'sample', 'lost+found'];
/** What a first load that was killed may have left besides. */
const begun: readonly string[] = [
  ...before,
  lockHolderName,
  'tmp',
  'curated',
  'quarantine',
  'format.json',
  pendingRefreshName,
];

/** Whether a folder holds a lake: one into which something has been loaded. */
export async function isLake(folder: string): Promise<boolean> {
  return (await listNames(folder)).includes('loads');
}

/**
 * Whether the files in a folder are a lake's, however the folder is called: it has the ledger and another part of a
 * lake, so that somebody's own folder of exports called `loads` is none.
 */
export async function holdsLake(folder: string): Promise<boolean> {
  const names = await listNames(folder);
  return names.includes('loads') && [lockName, 'curated', 'quarantine'].some((part) => names.includes(part));
}

/**
 * The lake that a folder is or lies in; undefined where it lies in none. The samples that `start` writes into a
 * lake's folder are landing files.
 */
export async function findEnclosingLake(folder: string): Promise<string | undefined> {
  let below = '';
  for (let at = folder; ; below = at, at = dirname(at)) {
    if (below !== join(at, 'sample') && (await holdsLake(at))) return at;
    if (dirname(at) === at) return undefined;
  }
}

/**
 * Checks that a folder holds a lake.
 *
 * @throws BetlakeError where there is none
 */
export async function mustBeLake(folder: string): Promise<void> {
  mustBeNamed(folder);
  if (await isLake(folder)) return;
  throw new BetlakeError(
    `there is no lake in ${folder}; make one with: betlake ingest PATH --lake ${folder}`,
  );
}

/**
 * Checks that a lake may be written into a folder: that there is one, or nothing that is somebody else's. A lake
 * keeps files under names of its own and clears them away, `tmp` for one.
 *
 * @throws BetlakeError where the folder holds other things
 */
export async function mustBeLakeOrEmpty(folder: string): Promise<void> {
  mustBeNamed(folder);
  const names = await listNames(folder);
  if (names.includes('loads')) return;
  const own = names.includes(lockName) ? begun : before;
  const foreign = names.find((name) => !name.startsWith('.') && !own.includes(name));
  if (foreign === undefined) return;
  throw new BetlakeError(
    `${folder} holds no lake but other things (${foreign}), which a lake would mix with; name an empty folder or a new one with --lake`,
  );
}

/** An empty name would be the folder that the command is run in, as where a variable of a script is not set. */
function mustBeNamed(folder: string): void {
  if (folder.trim() === '') throw new BetlakeError('--lake names no folder; say which one, or leave it out');
}

/** None where there is no such folder; what else is wrong with it is told by whoever goes on to use it. */
async function listNames(folder: string): Promise<string[]> {
  return readdir(folder).catch(() => []);
}
