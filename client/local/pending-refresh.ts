import { stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { datasetNames } from '../../glue/datasets/index.ts';
import { listLoadRecords } from '../../lambdas/core/ledger.ts';
import { FolderStore } from './folder-store.ts';

/** What is loaded and not yet in the rollups. */
export interface PendingRefresh {
  readonly files: number;
  /** Days of bets; none where only players or games wait. */
  readonly days: number;
}

/**
 * A marker in the lake from before the first load until the rollups have caught up, however the ingest ended. So a
 * query finds out with one read of a file, and not with one of every record of a large ledger.
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
  // Earlier records have been rolled up; a second more, for file systems with coarse times.
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
