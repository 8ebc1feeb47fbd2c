import { readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { lakeFormatKey } from '../../glue/prefixes.ts';
import { BetlakeError } from '../../lambdas/core/errors.ts';
import { lockHolderName, lockName } from './lock.ts';
import { pendingRefreshName } from './pending-refresh.ts';

/** Names that a folder may have before a lake is made in it, such as a volume's own folder. */
const before: readonly string[] = ['lake.json', lockName, 'sample', 'lost+found'];
/** Names that a first load that was killed may have left besides. */
const begun: readonly string[] = [
  ...before,
  lockHolderName,
  'tmp',
  'curated',
  'quarantine',
  lakeFormatKey,
  pendingRefreshName,
];

/** Whether a folder holds a lake: one into which something has been loaded. */
export async function isLake(folder: string): Promise<boolean> {
  return (await listNames(folder)).includes('loads');
}

/**
 * Whether the files in a folder are a lake's, whatever the folder's name: it has the ledger and another part of a
 * lake, so that a user's own folder of exports called `loads` is none.
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
 * Checks that a lake may be written into a folder: that there is one, or nothing else. A lake writes and removes files
 * under names of its own, such as `tmp`.
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
    `${folder} has no lake but other files (${foreign}), which a lake would mix with; name an empty folder or a new one with --lake`,
  );
}

/** An empty name, such as that of a variable that is not set, would be the current folder. */
function mustBeNamed(folder: string): void {
  if (folder.trim() === '') throw new BetlakeError('--lake has no value; give it a folder, or leave it out');
}

/** The names in a folder; none where it does not exist. Any other fault is reported by the code that uses the folder. */
async function listNames(folder: string): Promise<string[]> {
  return readdir(folder).catch(() => []);
}
