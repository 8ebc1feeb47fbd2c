import type { Dirent } from 'node:fs';
import { lstat, readdir, realpath, stat } from 'node:fs/promises';
import { basename, dirname, isAbsolute, join, parse, relative, resolve, sep } from 'node:path';
import { datasetNames, isDatasetName } from '../../glue/datasets/index.ts';
import { isLandingName, landingEndings } from '../../glue/landing-name.ts';
import type { DatasetName } from '../../glue/schema.ts';
import { BetlakeError } from '../../lambdas/core/errors.ts';
import type { ReplayOrigin } from '../../lambdas/core/landing.ts';
import { isBelow, type KnownFile } from './known-files.ts';
import { findEnclosingLake, holdsLake } from './lake-folder.ts';

/** A landing file on this machine and the key it lands under. */
export interface LandingFile {
  readonly dataset: DatasetName;
  readonly key: string;
  /** As it was found, absolute. */
  readonly path: string;
  /** The same with the links of its folders resolved, as the ledger records it. */
  readonly source: string;
  /** The file that it corrects, where it is a replay. */
  readonly replay?: ReplayOrigin;
}

export interface FindOptions {
  /** The data set of all files. @default that of their folders and names */
  readonly dataset?: DatasetName | undefined;
  /** The folder of the lake they are for. */
  readonly lake?: string | undefined;
  /** The files that the ledger of that lake knows. @default none */
  readonly known?: readonly KnownFile[];
}

/** The landing files below some paths, and the names that were skipped. */
export interface FoundFiles {
  /** In the order of their keys. */
  readonly files: readonly LandingFile[];
  /** Files, and folders with a `/` at the end, that were not read, as they would be typed. */
  readonly skipped: readonly string[];
  /** Real paths of the given folders, and of folders that links there lead to. */
  readonly folders: readonly string[];
}

/**
 * Finds the landing files below the given paths and the keys that they land under. Links are followed; each real
 * folder and each real file is taken once. Skipped are other names, hidden files, folders that are hidden or
 * begin with `_` (checkpoints, temporary files), and lakes.
 *
 * A file's data set is `dataset`, else that of the file in the ledger, else that of the nearest folder named for one,
 * at or below the given path, else that of a word of its own name (see findDatasetWord), else that of a folder above
 * the given path.
 *
 * @param paths files or folders
 * @throws BetlakeError where a path is missing, lies in a lake or has no landing file, where the data set
 *   of a file cannot be determined, or two files would land under one key
 */
export async function findLandingFiles(
  paths: readonly string[],
  options: FindOptions = {},
): Promise<FoundFiles> {
  const lake = options.lake === undefined ? undefined : await toRealPath(options.lake);
  const walk = new Walk(lake);
  for (const path of paths) await walk.add(path);
  const files = toLandingFiles(walk.takeCandidates(), options, lake && dirname(lake));
  return { files, skipped: walk.skipped, folders: walk.folders };
}

/** A file before its data set and key are known. */
interface Candidate {
  readonly path: string;
  readonly source: string;
  /** The folders that may name its data set, the outermost first. */
  readonly below: readonly string[];
  /** Those that name it where neither these nor its own name do. */
  readonly above: readonly string[];
  /** The target, where it is a link. */
  readonly target: string | undefined;
}

/** A folder to read: its path as found, its real path, and the path as one would type it. */
interface Folder extends Pick<Candidate, 'path' | 'below' | 'above'> {
  readonly real: string;
  readonly typed: string;
}

/** A walk through given paths, which collects what is there. */
class Walk {
  readonly skipped: string[] = [];
  readonly folders: string[] = [];
  /** The lake's own folder, without links. */
  readonly #lake: string | undefined;
  readonly #candidates: Candidate[] = [];
  /** Real folders, with whether there is a landing file below. */
  readonly #visited = new Map<string, boolean>();

  constructor(lake: string | undefined) {
    this.#lake = lake;
  }

  async add(typed: string): Promise<void> {
    const path = resolve(typed);
    const found = await stat(path).catch((error) => {
      throw new BetlakeError(
        `cannot read ${typed}: ${error.code === 'ENOENT' ? 'there is no such file or folder' : error.message}`,
      );
    });
    const real = await realpath(path);
    const lake = await findEnclosingLake(found.isDirectory() ? real : dirname(real));
    if (lake !== undefined) {
      throw new BetlakeError(
        `${typed} lies in the lake ${lake}, whose own files are not landing files; name the files or folders that the platform exported`,
      );
    }
    if (!found.isDirectory()) return this.#addGivenFile(typed, path, found.isFile());
    const before = this.skipped.length;
    const folder = { path, real, typed, below: [basename(path)], above: path.split(sep) };
    if (await this.#walk(folder)) return;
    const others = this.skipped.slice(before);
    const held = others.length === 0 ? '' : `; it has ${toNameList(others)}`;
    throw new BetlakeError(
      `${typed} has no landing file: expected names that end in ${landingEndings}${held}`,
    );
  }

  async #addGivenFile(typed: string, path: string, isFile: boolean): Promise<void> {
    if (!isFile)
      throw new BetlakeError(
        `${typed} is not a file: a pipe or device cannot be read twice; save its content to a file first`,
      );
    if (!isLandingName(path)) {
      throw new BetlakeError(
        `${typed} is not a landing file: expected a name that ends in ${landingEndings}`,
      );
    }
    const written = isAbsolute(typed) ? [] : dirname(typed).split(sep);
    const below = [...written, basename(dirname(path))];
    const isLink = (await lstat(path)).isSymbolicLink();
    const source = join(await realpath(dirname(path)), basename(path));
    const target = isLink ? await realpath(path) : undefined;
    this.#candidates.push({ path, source, below, above: dirname(path).split(sep), target });
  }

  /** @returns whether there is a landing file below */
  async #walk(folder: Folder): Promise<boolean> {
    const visited = this.#visited.get(folder.real);
    if (visited !== undefined) return visited;
    this.#visited.set(folder.real, false);
    this.folders.push(folder.real);
    const entries = await readdir(folder.real, { withFileTypes: true }).catch((error) => {
      throw new BetlakeError(`cannot read ${folder.typed}: ${error.message}`, { cause: error });
    });
    let hasFiles = false;
    for (const entry of entries.sort((a, b) => compareBytes(a.name, b.name))) {
      hasFiles = (await this.#addEntry(folder, entry)) || hasFiles;
    }
    this.#visited.set(folder.real, hasFiles);
    return hasFiles;
  }

  async #addEntry(folder: Folder, entry: Dirent): Promise<boolean> {
    const { name } = entry;
    const path = join(folder.path, name);
    const source = join(folder.real, name);
    const typed = join(folder.typed, name);
    const isLink = entry.isSymbolicLink();
    const target = isLink ? await realpath(path).catch(() => undefined) : undefined;
    // A dangling link is a file that cannot be read, which its load then reports.
    const found = isLink ? await stat(path).catch(() => undefined) : entry;
    if (found?.isDirectory()) {
      const real = target ?? source;
      if (real === this.#lake) return false;
      if (/^[._]/.test(name) || (await holdsLake(real))) {
        this.skipped.push(`${typed}${sep}`);
        return false;
      }
      return this.#walk({ ...folder, path, real, typed, below: [...folder.below, name] });
    }
    const isFile = found === undefined || found.isFile();
    if (!isFile || name.startsWith('.') || !isLandingName(name)) {
      this.skipped.push(typed);
      return false;
    }
    this.#candidates.push({ path, source, below: folder.below, above: folder.above, target });
    return true;
  }

  /** Each real file once: of a file and links to it the file, of several links to one the first. */
  takeCandidates(): Candidate[] {
    const taken = new Map<string, Candidate>();
    const links = this.#candidates.filter(({ target }) => target !== undefined);
    for (const candidate of [...this.#candidates.filter(({ target }) => target === undefined), ...links]) {
      const real = candidate.target ?? candidate.source;
      if (!taken.has(real)) taken.set(real, candidate);
    }
    return [...taken.values()];
  }
}

function toLandingFiles(
  candidates: readonly Candidate[],
  { dataset, known = [] }: FindOptions,
  home: string | undefined,
): LandingFile[] {
  const knownBySource = new Map<string, KnownFile[]>();
  for (const file of known) {
    if (file.source !== null)
      knownBySource.set(file.source, [...(knownBySource.get(file.source) ?? []), file]);
  }
  const undetermined: string[] = [];
  const byKey = new Map<string, LandingFile>();
  for (const candidate of candidates) {
    const { path, source } = candidate;
    const before = knownBySource.get(source) ?? [];
    const found = dataset ?? findDatasetOf(candidate, before);
    if (found === undefined) {
      undetermined.push(path);
      continue;
    }
    const key = before.find((file) => file.dataset === found)?.key ?? toLandingKey(source, found, home);
    const other = byKey.get(key);
    if (other) {
      throw new BetlakeError(
        `${other.path} and ${path} would both land as ${key}; rename one, or put them in separate folders below one folder "${found}"`,
      );
    }
    byKey.set(key, { dataset: found, key, path, source });
  }
  if (undetermined.length > 0) {
    throw new BetlakeError(
      `the data set of ${toNameList(undetermined)} is not known: put it below a folder named ${datasetNames.join(', ')}, name it for one (${datasetNames[0]}-2021-10-04.jsonl), or name it with --dataset`,
    );
  }
  return [...byKey.values()].sort((a, b) => compareBytes(a.key, b.key));
}

function findDatasetOf(
  { path, below, above }: Candidate,
  known: readonly KnownFile[],
): DatasetName | undefined {
  const loaded = new Set(known.filter(({ hasRows }) => hasRows).map(({ dataset }) => dataset));
  const [only] = loaded.size === 1 ? loaded : [];
  return only ?? findDatasetFolder(below) ?? findDatasetWord(basename(path)) ?? findDatasetFolder(above);
}

/** The nearest of some folders, the outermost first, that is named for a data set. */
function findDatasetFolder(folders: readonly string[]): DatasetName | undefined {
  return folders.findLast(isDatasetName);
}

/**
 * The data set that a word of a file's name names: `bets-2021.jsonl`, `2021-10-04_bets.json`, `bets2021.json`, but
 * not `gamesessions.jsonl`.
 *
 * @returns undefined where none does, or several do
 */
function findDatasetWord(name: string): DatasetName | undefined {
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
function toLandingKey(path: string, dataset: DatasetName, home: string | undefined): string {
  const folders = dirname(path).split(sep);
  const nearest = folders.lastIndexOf(dataset);
  if (nearest >= 0) return [dataset, ...folders.slice(nearest + 1), basename(path)].join('/');
  const from = home !== undefined && isBelow(path, home) ? home : parse(path).root;
  return [dataset, ...relative(from, path).split(sep)].join('/');
}

/** The first few of some names, and how many more there are. */
export function toNameList(names: readonly string[], shown = 5): string {
  const left = names.length - shown;
  return names.slice(0, shown).join(', ') + (left > 0 ? ` and ${left} more` : '');
}

function compareBytes(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}

/** Without links, as far as there is such a path. */
async function toRealPath(path: string): Promise<string> {
  const whole = resolve(path);
  const parent = dirname(whole);
  return realpath(whole).catch(async () =>
    parent === whole ? whole : join(await toRealPath(parent), basename(whole)),
  );
}
