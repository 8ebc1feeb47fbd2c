import { extname } from 'node:path';
import { datasets } from '../../glue/datasets/index.ts';
import type { Dataset } from '../../glue/schema.ts';
import { findDrop, loadObject, type Replacement } from '../../lambdas/convert/load-object.ts';
import type { LoadRecord } from '../../lambdas/core/ledger.ts';
import { explainDiskFault, isDiskFault } from './disk-fault.ts';
import type { LandingFile } from './find-landing-files.ts';
import { exists } from './known-files.ts';
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
  /** What whoever ingests it should know though it did not fail. */
  readonly notes: readonly string[];
}

export interface IngestOptions {
  /** Whether a file may replace rows by none, or by rows of other dates alone. @default false */
  readonly replace?: boolean;
}

/**
 * Loads landing files one after another. A file that fails is told, and the others are done all the same; a
 * disk that is full or may not be written ends it, because no other file would fare better.
 *
 * A file that would drop all that it had loaded, or all of its dates, is not loaded unless it is said to replace
 * them: on a laptop the next export often has the name of the last one.
 */
export async function* ingestFiles(
  lake: LocalLake,
  files: readonly LandingFile[],
  options: IngestOptions = {},
): AsyncGenerator<FileLoad> {
  await markRefreshPending(lake.store);
  for (const file of files) {
    try {
      yield await ingestFile(lake, file, options);
    } catch (error) {
      if (isFaultOfTheLake(error, file.path)) throw explainDiskFault(error, lake.store.root);
      const message = error instanceof Error ? error.message : String(error);
      yield { file, status: 'failed', record: undefined, error: `${file.key}: ${message}`, notes: [] };
    }
  }
}

async function ingestFile(lake: LocalLake, file: LandingFile, options: IngestOptions): Promise<FileLoad> {
  const dataset = datasets[file.dataset];
  let otherSource: string | undefined;
  function mayReplace(current: LoadRecord, next: Replacement): string | undefined {
    if (current.source !== null && current.source !== file.source) otherSource = current.source;
    return options.replace ? undefined : refuseDrop(dataset, current, next, file);
  }
  const outcome = await loadObject(lake, dataset, file.key, () => openLandingFile(file), mayReplace);
  if (!outcome) throw new Error('the file is gone');
  const { record, withdrawn } = outcome;
  // A refusal that stands is a failure each time, though nothing was done.
  const status = record.status === 'failed' ? 'failed' : outcome.status;
  const notes = withdrawn.map((replay) => `taken out, ${replay.record.error_message}`);
  if (status === 'replaced' && otherSource !== undefined && (await exists(otherSource))) {
    notes.push(
      `${file.key}: ${file.path} replaced what ${otherSource} had loaded under this key; if both are to count, rename one or move it to another folder, then ingest both`,
    );
  }
  return { file, status, record, error: record.error_message ?? undefined, notes };
}

/** Why a file may not replace what it had loaded, and the ways on; undefined where it may. */
function refuseDrop(
  dataset: Dataset,
  current: LoadRecord,
  next: Replacement,
  { path }: LandingFile,
): string | undefined {
  const drop = findDrop(dataset, current, next);
  if (drop === undefined) return undefined;
  const before = `the lake has ${showRows(current)} of this key`;
  if (drop === 'all_rows') {
    return `${before}, and ${path} now holds none. What the lake has stays. If the file is right as it is, ingest it with --replace; if it was emptied by mistake, restore it`;
  }
  const ownName = `${dataset.name}-${next.dates.at(-1)}${extname(path.replace(/\.gz$/i, ''))}`;
  return `${before}, and ${path} now holds ${showRows(next)}, none of the same date. What the lake has stays. If it is a correction, ingest it with --replace; if it is the next export, give it a name of its own such as ${ownName}`;
}

function showRows({ accepted, dates }: Replacement): string {
  const [first, last] = [dates[0], dates.at(-1)];
  const range = first === last ? first : `${first} to ${last}`;
  return `${accepted} ${accepted === 1 ? 'row' : 'rows'} of ${range}`;
}

/** Whether a fault is of the disk the lake is on, not of the file that was to be read. */
function isFaultOfTheLake(error: unknown, path: string): boolean {
  const ofFile = error instanceof Error && 'path' in error && error.path === path;
  return isDiskFault(error) && !ofFile;
}
