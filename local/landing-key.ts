import { basename, dirname, parse, relative, sep } from 'node:path';
import type { DatasetName } from '../glue/dataset.ts';
import { datasetNames, isDatasetName } from '../glue/datasets.ts';
import { isBelow } from './known-files.ts';

/** The nearest of some folders, the outermost first, that is named for a data set. */
export function findDatasetFolder(folders: readonly string[]): DatasetName | undefined {
  return folders.findLast(isDatasetName);
}

/**
 * The data set that a word of a file's name names: `bets-2021.jsonl`, `2021-10-04_bets.json`, `bets2021.json`, but
 * not `gamesessions.jsonl`.
 *
 * @returns undefined where none does, or several do
 */
export function findDatasetWord(name: string): DatasetName | undefined {
  const words = new Set(name.toLowerCase().split(/[^a-z]+/));
  const named = datasetNames.filter((dataset) => words.has(dataset));
  return named.length === 1 ? named[0] : undefined;
}

/**
 * The key that a file lands under. It depends on where the file lies, its data set and the lake alone, not on how
 * its path was typed: `<data set>/<path below the nearest folder named for it>`, as on S3; of a file below no such
 * folder, `<data set>/<path below the folder that the lake is in>`; of one that does not lie there either,
 * `<data set>/<its whole path>`. So the names of dated folders stay in the key, which sorts by them.
 *
 * @param path absolute, its folder without links
 * @param home the folder that the lake is in, absolute and without links
 */
export function toLandingKey(path: string, dataset: DatasetName, home: string | undefined): string {
  const folders = dirname(path).split(sep);
  const nearest = folders.lastIndexOf(dataset);
  if (nearest >= 0) return [dataset, ...folders.slice(nearest + 1), basename(path)].join('/');
  const from = home !== undefined && isBelow(path, home) ? home : parse(path).root;
  return [dataset, ...relative(from, path).split(sep)].join('/');
}
