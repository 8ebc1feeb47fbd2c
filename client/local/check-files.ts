import { readdir, stat } from 'node:fs/promises';
import { basename, join, relative } from 'node:path';
import { datasetNames, datasets } from '../../glue/datasets/index.ts';
import type { DatasetName } from '../../glue/schema.ts';
import { Core } from '../../lambdas/convert/assembly.ts';
import { defaultLimits } from '../../lambdas/convert/convert-object.ts';
import { toDateRange } from '../../lambdas/convert/load-object.ts';
import { type Recognition, readObject, recognizeObject } from '../../lambdas/convert/read-object.ts';
import { toContentFault } from '../../lambdas/convert/recognize-content.ts';
import { findReadingFault, type ObjectReading } from '../../lambdas/convert/sort-lines.ts';
import { BetlakeError, LoadFault } from '../../lambdas/core/errors.ts';
import type { LandingObject } from '../../lambdas/core/landing.ts';
import { findLandingFiles } from './find-landing-files.ts';
import { defaultConfiguration } from './lake-configuration.ts';
import { openLandingFile } from './local-landing.ts';

/** What loading a file would give. */
export interface CheckedFile {
  readonly path: string;
  /** Its kind of content, as people call it; null where it cannot be read. */
  readonly content: string | null;
  /** The data set that its name or a folder names. */
  readonly named: DatasetName | undefined;
  /** The data set that its first objects are of, by their fields. */
  readonly guessedDataset: DatasetName | undefined;
  /** Counts and reasons; undefined where it would be refused before its lines are read to the end. */
  readonly reading: ObjectReading | undefined;
  /** Why it would not load, with what to do; undefined where it would. */
  readonly fault: { readonly code: string; readonly message: string } | undefined;
}

interface File {
  readonly path: string;
  readonly named: DatasetName | undefined;
}

/**
 * Reads files as `ingest` does, by the same code up to the rows, and loads nothing. A given file may have any name; in
 * a folder, all files but hidden ones are read.
 *
 * @param dataset the data set of all files; @default that of a file's name, else of its fields
 * @throws BetlakeError where a path is missing, or the only one is a folder without files
 */
export async function* checkFiles(
  paths: readonly string[],
  dataset: DatasetName | undefined,
  now: Date,
): AsyncGenerator<CheckedFile> {
  const core = new Core();
  for (const path of paths) {
    const files = await findFiles(path);
    // Among several paths, one without files does not stop the others.
    if (files.length === 0 && paths.length === 1) throw new BetlakeError(`${path} holds no file`);
    for (const file of files) yield await checkFile(file, dataset, now, core);
  }
}

async function findFiles(given: string): Promise<File[]> {
  const found = await stat(given).catch(() => undefined);
  if (!found) throw new BetlakeError(`cannot read ${given}: there is no such file or folder`);
  if (!found.isDirectory()) return [{ path: given, named: await readName(given) }];
  const landing = await findLandingFiles([given]).catch(keepBetlakeError);
  if (landing) {
    const others = landing.skipped.filter((path) => !path.endsWith('/') && !basename(path).startsWith('.'));
    return [
      ...landing.files.map(({ path, dataset }) => ({ path: toShown(path), named: dataset })),
      ...others.map((path) => ({ path, named: undefined })),
    ];
  }
  const entries = await readdir(given, { withFileTypes: true, recursive: true });
  const paths = entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter(
      (path) =>
        !relative(given, path)
          .split(/[\\/]/)
          .some((part) => part.startsWith('.')),
    );
  return Promise.all(paths.sort().map(async (path) => ({ path, named: await readName(path) })));
}

/** The data set that the name of a file or of a folder above it names, if any. */
async function readName(path: string): Promise<DatasetName | undefined> {
  const found = await findLandingFiles([path]).catch(keepBetlakeError);
  return found?.files[0]?.dataset;
}

function keepBetlakeError(error: unknown): undefined {
  if (!(error instanceof BetlakeError)) throw error;
}

/** The path as one would type it in the current folder. */
function toShown(path: string): string {
  const shown = relative('', path);
  return shown.startsWith('..') ? path : shown;
}

async function checkFile(
  { path, named }: File,
  dataset: DatasetName | undefined,
  now: Date,
  core: Core,
): Promise<CheckedFile> {
  const nothing = { path, content: null, named, guessedDataset: undefined, reading: undefined };
  try {
    const object = await openLandingFile({ key: basename(path), path, source: path });
    const recognition = await recognizeObject(object, defaultLimits);
    const { content, guessedDataset } = recognition;
    const result = await readAs(object, recognition, dataset ?? named ?? guessedDataset, now, core);
    return { ...nothing, content: content.name, guessedDataset, ...result };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return { ...nothing, fault: { code: error instanceof LoadFault ? error.code : 'unreadable', message } };
  }
}

async function readAs(
  object: LandingObject,
  { content, isGzip }: Recognition,
  dataset: DatasetName | undefined,
  now: Date,
  core: Core,
): Promise<Pick<CheckedFile, 'reading' | 'fault'>> {
  const { code } = content;
  if (code !== null) {
    const fault = toContentFault({ ...content, code }, object.key, isGzip);
    return { reading: undefined, fault };
  }
  if (dataset === undefined) {
    const message = `neither its name nor its fields show its data set; name it with --dataset ${datasetNames.join(' or ')}`;
    return { reading: undefined, fault: { code: 'no_data_set', message } };
  }
  core.declare(datasets[dataset]);
  try {
    const reading = await readObject({
      dataset: datasets[dataset],
      object,
      dates: toDateRange(defaultConfiguration.first_date, now),
      limits: defaultLimits,
      core,
      keepsRows: false,
      refused: { add() {} },
    });
    return { reading, fault: findReadingFault(reading, defaultLimits) };
  } catch (error) {
    if (!(error instanceof LoadFault)) throw error;
    return { reading: undefined, fault: error };
  }
}
