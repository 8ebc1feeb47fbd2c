import { stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { datasetNames } from '../../glue/datasets/index.ts';
import { listLoadRecords } from '../../lambdas/core/ledger.ts';
import { FolderStore } from './folder-store.ts';

/** What is loaded and not in the rollups yet. */
export interface PendingRefresh {
  readonly files: number;
  /** Days of bets; none where only players or games wait. */
  readonly days: number;
}

/**
 * Stands in the lake from before the first load until the rollups have caught up, so that a query can tell by one
 * look for a file whether they have, however the ingest ended. The records of a large ledger are many to read.
 */
export const pendingRefreshName = 'refresh-pending';

/** Notes that something is about to be loaded or unloaded. */
export async function markRefreshPending(store: FolderStore): Promise<void> {
  if (!(await store.get(pendingRefreshName))) await store.put(pendingRefreshName, '', undefined);
}

/** Notes that the rollups have all that is loaded. */
export async function clearRefreshPending(store: FolderStore): Promise<void> {
  await store.delete([pendingRefreshName]);
}

/** What the rollups of the lake in a folder lack; undefined where they lack nothing. */
export async function findPendingRefresh(folder: string): Promise<PendingRefresh | undefined> {
  const root = resolve(folder);
  const marked = await stat(join(root, pendingRefreshName)).catch(() => undefined);
  if (!marked) return undefined;
  // What was recorded before has been rolled up; a second more, where a disk's clock is coarse.
  const since = new Date(marked.mtimeMs - 1000);
  const days = new Set<string>();
  let files = 0;
  for (const dataset of datasetNames) {
    for await (const { record } of listLoadRecords(new FolderStore(root), dataset, since)) {
      if (record.invalidations.length === 0) continue;
      files++;
      if (dataset === 'bets') for (const day of record.invalidations) days.add(day);
    }
  }
  return files > 0 ? { files, days: days.size } : undefined;
}
