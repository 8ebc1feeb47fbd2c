import { datasets } from '../glue/datasets.ts';
import { loadObject } from '../lambdas/convert/load-object.ts';
import type { LoadRecord } from '../lambdas/lake/ledger.ts';
import { explainDiskFault, isDiskFault } from './disk-fault.ts';
import type { LandingFile } from './find-landing-files.ts';
import type { LocalLake } from './lake.ts';
import { openLandingFile } from './local-landing.ts';
import { markRefreshPending } from './pending-refresh.ts';

/** What became of one landing file. */
export interface FileLoad {
  readonly file: LandingFile;
  readonly status: 'loaded' | 'replaced' | 'unchanged' | 'failed';
  /** What the ledger says now; none where the file could not even be read. */
  readonly record: LoadRecord | undefined;
  /** Why it failed. */
  readonly error: string | undefined;
}

/**
 * Loads landing files one after another. A file that fails is told, and the others are done all the same; a
 * disk that is full or may not be written ends it, because no other file would fare better.
 */
export async function* ingestFiles(lake: LocalLake, files: readonly LandingFile[]): AsyncGenerator<FileLoad> {
  await markRefreshPending(lake.store);
  for (const file of files) {
    try {
      const outcome = await loadObject(lake, datasets[file.dataset], file.key, () =>
        openLandingFile(file.key, file.path),
      );
      if (!outcome) throw new Error('the file is gone');
      const { record } = outcome;
      // A refusal that stands is a failure each time, though nothing was done.
      const status = record.status === 'failed' ? 'failed' : outcome.status;
      yield { file, status, record, error: record.error_message ?? undefined };
    } catch (error) {
      if (isFaultOfTheLake(error, file.path)) throw explainDiskFault(error, lake.store.root);
      const message = error instanceof Error ? error.message : String(error);
      yield { file, status: 'failed', record: undefined, error: `${file.key}: ${message}` };
    }
  }
}

/** Whether a fault is of the disk the lake is on, not of the file that was to be read. */
function isFaultOfTheLake(error: unknown, path: string): boolean {
  const ofFile = error instanceof Error && 'path' in error && error.path === path;
  return isDiskFault(error) && !ofFile;
}
