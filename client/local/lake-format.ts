import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { lakeFormatKey } from '../../glue/prefixes.ts';
import { BetlakeError } from '../../lambdas/core/errors.ts';
import { lakeFormat, mustKnowFormat, parseLakeFormat } from '../../lambdas/core/lake-format.ts';
import { isLake } from './lake-folder.ts';

/**
 * The format of the lake in a folder; this version's where there is no lake yet.
 *
 * @throws BetlakeError where the note of the format cannot be read
 */
export async function readLakeFormat(folder: string): Promise<number> {
  const path = join(folder, lakeFormatKey);
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return undefined;
    throw error;
  });
  if (text === undefined) return (await isLake(folder)) ? 1 : lakeFormat;
  return parseLakeFormat(text, path);
}

/**
 * Checks, before anything is written, that this version knows the format of the lake in a folder.
 *
 * @returns the format
 * @throws BetlakeError where a newer version has written it
 */
export async function mustBeKnownFormat(folder: string): Promise<number> {
  const format = await readLakeFormat(folder);
  mustKnowFormat(format, folder);
  return format;
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

/** Keys of format 1 that nothing reads any more. */
export const formerKeys: readonly string[] = ['rollup/activity/definition.json'];
