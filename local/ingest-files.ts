import { datasets } from '../glue/datasets.ts';
import { loadObject } from '../lambdas/convert/load-object.ts';
import { BetlakeError } from '../lambdas/lake/errors.ts';
import type { LoadRecord } from '../lambdas/lake/ledger.ts';
import type { LandingFile } from './find-landing-files.ts';
import type { LocalLake } from './lake.ts';
import { openLandingFile } from './local-landing.ts';

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
  for (const file of files) {
    try {
      const outcome = await loadObject(lake, datasets[file.dataset], file.key, () =>
        openLandingFile(file.key, file.path),
      );
      if (!outcome) throw new Error('the file is gone');
      const { status, record } = outcome;
      yield { file, status, record, error: record.error_message ?? undefined };
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      if (isOfTheLake(error)) {
        throw new BetlakeError(
          `cannot write to the lake ${lake.store.root}: ${message}. Make room or allow writing, then run the same command again; nothing is lost or counted twice`,
          { cause: error },
        );
      }
      yield { file, status: 'failed', record: undefined, error: `${file.key}: ${message}` };
    }
  }
}

/** Whether a fault is of the disk the lake is on, not of one file. */
function isOfTheLake(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const message = error instanceof Error ? error.message : '';
  return (
    ['ENOSPC', 'EROFS', 'EDQUOT'].includes(code) ||
    /No space left|not enough space|Read-only file system/i.test(message)
  );
}
