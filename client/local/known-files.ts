import { lstat } from 'node:fs/promises';
import { isAbsolute, relative, resolve } from 'node:path';
import { datasetNames } from '../../glue/datasets/index.ts';
import type { DatasetName } from '../../glue/schema.ts';
import { listLoadRecords } from '../../lambdas/core/ledger.ts';
import type { FoundFiles } from './find-landing-files.ts';
import { FolderStore } from './folder-store.ts';

/** A landing file that the ledger has a record of. */
export interface KnownFile {
  readonly dataset: DatasetName;
  readonly key: string;
  /** The absolute path it was read from; null where the record has none. */
  readonly source: string | null;
  /** Whether rows of it are in the lake. */
  readonly hasRows: boolean;
}

/** Every landing file that the ledger of the lake in a folder knows; none where there is no lake. */
export async function readKnownFiles(folder: string): Promise<KnownFile[]> {
  const store = new FolderStore(resolve(folder));
  const known: KnownFile[] = [];
  for (const dataset of datasetNames) {
    for await (const { record } of listLoadRecords(store, dataset)) {
      const { landing_key: key, source, accepted } = record;
      known.push({ dataset, key, source, hasRows: accepted > 0 });
    }
  }
  return known;
}

/**
 * Files with rows in the lake that were read from below the walked folders and are not there any more. Their rows stay
 * in the lake: a file may have been deleted to remove its rows, or only to save room.
 */
export async function findGoneFiles(
  known: readonly KnownFile[],
  { files, folders }: FoundFiles,
): Promise<KnownFile[]> {
  const found = new Set(files.map(({ key }) => key));
  const gone: KnownFile[] = [];
  for (const file of known) {
    const { source, key, hasRows } = file;
    if (source === null || !hasRows || found.has(key)) continue;
    if (folders.some((folder) => isBelow(source, folder)) && !(await exists(source))) gone.push(file);
  }
  return gone;
}

/** Whether a path lies in a folder or below it. */
export function isBelow(path: string, folder: string): boolean {
  const way = relative(folder, path);
  return way !== '' && !/^\.\.([\\/]|$)/.test(way) && !isAbsolute(way);
}

/** Whether a file is there; one that cannot be seen for another reason, such as a missing permission, counts as there. */
export async function exists(path: string): Promise<boolean> {
  return lstat(path).then(
    () => true,
    (error) => error.code !== 'ENOENT' && error.code !== 'ENOTDIR',
  );
}
