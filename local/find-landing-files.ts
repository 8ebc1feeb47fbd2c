import type { Dirent } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import type { DatasetName } from '../glue/dataset.ts';
import { datasetNames, isDatasetName } from '../glue/datasets.ts';
import { BetlakeError } from '../lambdas/lake/errors.ts';

/** A landing file on this machine and the key it lands under. */
export interface LandingFile {
  readonly dataset: DatasetName;
  readonly key: string;
  readonly path: string;
}

/**
 * Finds the landing files below the given paths and names them as they would be named on S3:
 * `<dataset>/<path below the data set's folder>`.
 *
 * @param paths files or folders; below a folder, what does not end in .jsonl or .jsonl.gz is passed over
 * @param dataset the data set of all of them; without it, told from the nearest folder named for one, or from
 *   the file's own name (`bets-2021.jsonl`)
 * @returns the files in the order of their keys
 * @throws BetlakeError where a path is missing, has no landing file, tells no data set, or a key comes twice
 */
export async function findLandingFiles(
  paths: readonly string[],
  dataset?: DatasetName,
): Promise<LandingFile[]> {
  const byKey = new Map<string, LandingFile>();
  for (const given of paths) {
    for (const file of await findBelow(given, dataset)) {
      const other = byKey.get(file.key);
      if (other && other.path !== file.path) {
        throw new BetlakeError(
          `${other.path} and ${file.path} would both land as ${file.key}; ingest them in separate folders below "${file.dataset}/", or rename one`,
        );
      }
      byKey.set(file.key, file);
    }
  }
  return [...byKey.values()].sort((a, b) => Buffer.compare(Buffer.from(a.key), Buffer.from(b.key)));
}

async function findBelow(given: string, dataset: DatasetName | undefined): Promise<LandingFile[]> {
  const path = resolve(given);
  const found = await stat(path).catch((error) => {
    throw new BetlakeError(
      `cannot read ${given}: ${error.code === 'ENOENT' ? 'there is no such file or folder' : error.message}`,
    );
  });
  if (!found.isDirectory()) {
    if (!found.isFile())
      throw new BetlakeError(`${given} is not a file: a pipe or device cannot be read twice`);
    if (!isLandingName(path))
      throw new BetlakeError(
        `${given} is not a landing file: expected a name that ends in .jsonl or .jsonl.gz`,
      );
    return [toLandingFile(path, dirname(path), dataset)];
  }
  const entries = await readdir(path, { withFileTypes: true, recursive: true });
  const files: string[] = [];
  for (const entry of entries) {
    const below = join(entry.parentPath, entry.name);
    if (isLandingName(entry.name) && (entry.isFile() || (await isLinkToFile(entry, below))))
      files.push(below);
  }
  if (files.length === 0)
    throw new BetlakeError(`${given} holds no landing file: expected names that end in .jsonl or .jsonl.gz`);
  return files.map((below) => toLandingFile(below, path, dataset));
}

/** A link that leads nowhere is a file that cannot be read, which its load then tells. */
async function isLinkToFile(entry: Dirent, path: string): Promise<boolean> {
  if (!entry.isSymbolicLink()) return false;
  const target = await stat(path).catch(() => undefined);
  return target === undefined || target.isFile();
}

function isLandingName(path: string): boolean {
  return /\.jsonl(\.gz)?$/i.test(path) && !basename(path).startsWith('.');
}

function toLandingFile(path: string, given: string, dataset: DatasetName | undefined): LandingFile {
  const folders = dirname(path).split(sep);
  const nearest = dataset ? folders.lastIndexOf(dataset) : folders.findLastIndex(isDatasetName);
  const folderName = folders[nearest];
  const named = dataset ?? datasetNames.find((name) => basename(path).startsWith(name));
  if (
    folderName !== undefined &&
    isDatasetName(folderName) &&
    (named === undefined || named === folderName)
  ) {
    const below = path.split(sep).slice(nearest + 1);
    return { dataset: folderName, key: [folderName, ...below].join('/'), path };
  }
  if (named === undefined) {
    throw new BetlakeError(
      `cannot tell the data set of ${path}: put it below a folder named ${datasetNames.join(', ')}, or say --dataset`,
    );
  }
  return { dataset: named, key: [named, ...relative(given, path).split(sep)].join('/'), path };
}
