import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { BetlakeError } from '../../lambdas/core/errors.ts';
import type { FolderStore } from './folder-store.ts';
import { isLake } from './lake-folder.ts';

/**
 * The format of lakes that this version writes: the places and names of objects, and the fields of records.
 *
 * 1: version 0.1.0, which noted no format. 2: activity holds spent and won in place of debits and credits. 3: names of
 * files have their converter and definition, and records call `invalidations` what were `touches`.
 */
export const lakeFormat = 3;

const lakeFormatName = 'format.json';

const noted = z.looseObject({ format: z.number().int().positive() });

/**
 * The format of the lake in a folder; this version's where there is no lake yet.
 *
 * @throws BetlakeError where the note of the format cannot be read
 */
export async function readLakeFormat(folder: string): Promise<number> {
  const text = await readFile(join(folder, lakeFormatName), 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return undefined;
    throw error;
  });
  if (text === undefined) return (await isLake(folder)) ? 1 : lakeFormat;
  try {
    return noted.parse(JSON.parse(text)).format;
  } catch (error) {
    throw new BetlakeError(
      `${join(folder, lakeFormatName)} does not have the format of the lake; restore the file, or ingest the exports into a new lake`,
      { cause: error },
    );
  }
}

/**
 * Checks, before anything is written, that this version knows the format of the lake in a folder.
 *
 * @returns the format
 * @throws BetlakeError where a newer version has written it
 */
export async function mustBeKnownFormat(folder: string): Promise<number> {
  const format = await readLakeFormat(folder);
  if (format <= lakeFormat) return format;
  throw new BetlakeError(
    `the lake ${folder} has format ${format}, and this version of Betlake knows formats up to ${lakeFormat}: use the version that wrote it, or a newer one`,
  );
}

/**
 * Checks that the lake in a folder can be queried as it is.
 *
 * @throws BetlakeError where it is of another format, with what to do
 */
export async function mustBeCurrentFormat(folder: string): Promise<void> {
  if ((await mustBeKnownFormat(folder)) === lakeFormat) return;
  throw new BetlakeError(
    `the lake ${folder} was written by an earlier version of Betlake; bring it up to date, which keeps all its data, with: betlake refresh --lake ${folder}`,
  );
}

/** Notes that the lake is of this version's format: at once for a new one, after its migration for an older one. */
export async function noteLakeFormat(store: FolderStore): Promise<void> {
  const note = `${JSON.stringify({ format: lakeFormat })}\n`;
  const current = await store.get(lakeFormatName);
  if (current?.body.toString('utf8') !== note) await store.put(lakeFormatName, note, current?.etag);
}

/** Keys of format 1 that nothing reads any more. */
export const formerKeys: readonly string[] = ['rollup/activity/definition.json'];
