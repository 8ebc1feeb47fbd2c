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

/** The outcome of one landing file. */
export interface FileLoad {
  readonly file: LandingFile;
  readonly status: 'loaded' | 'replaced' | 'unchanged' | 'failed';
  /** The current record of the ledger; none where the file could not be read at all. */
  readonly record: LoadRecord | undefined;
  /** Why it failed. */
  readonly error: string | undefined;
  /** Notes for the user, though the file did not fail. */
  readonly notes: readonly string[];
}

export interface IngestOptions {
  /** Whether a file may replace rows by none, or by rows of other dates alone. @default false */
  readonly replace?: boolean;
}

/**
 * Loads landing files one after another. A file that fails is reported, and the others are loaded all the same; a
 * disk that is full or may not be written ends the run, because every other file would fail too.
 *
 * A file that would drop all that it had loaded, or all of its dates, is loaded only with
 * `replace`: on a laptop the next export often has the name of the last one.
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
  // A version that was refused before is a failure each time, though nothing was done.
  const status = record.status === 'failed' ? 'failed' : outcome.status;
  const notes = withdrawn.map((replay) => `removed, ${replay.record.error_message}`);
  if (status === 'replaced' && otherSource !== undefined && (await exists(otherSource))) {
    notes.push(
      `${file.key}: ${file.path} replaced what ${otherSource} had loaded under this key; to keep both, rename one or move it to another folder, then ingest both`,
    );
  }
  return { file, status, record, error: record.error_message ?? undefined, notes };
}

/** Why a file may not replace what it had loaded, and what to do; undefined where it may. */
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
    return `${before}, and ${path} now has none. The lake keeps its rows. If the file is right as it is, ingest it with --replace; if it was emptied by mistake, restore it`;
  }
  const ownName = `${dataset.name}-${next.dates.at(-1)}${extname(path.replace(/\.gz$/i, ''))}`;
  return `${before}, and ${path} now has ${showRows(next)}, none of the same date. The lake keeps its rows. If it is a correction, ingest it with --replace; if it is the next export, give it a name of its own such as ${ownName}`;
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
