import { createHash } from 'node:crypto';
import {
  closeSync,
  type Dirent,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, sep } from 'node:path';
import { BetlakeError, StaleObjectError } from '../../lambdas/core/errors.ts';
import { newAttempt } from '../../lambdas/core/keys.ts';
import type { ListedObject, ObjectStore, ReadObject } from '../../lambdas/core/object-store.ts';

/**
 * The lake as a folder. A write is a temporary file and a rename, so a reader or a killed process never
 * leaves half an object. Conditional puts are safe among the calls of one process; between processes the
 * lake's lock keeps writers apart (see lock.ts).
 *
 * Every call uses Node's synchronous functions: the objects are small, there may be tens of thousands of them, and
 * Node's thread pool takes ten times the CPU. So a put is also one step, which no other call can interrupt.
 */
export class FolderStore implements ObjectStore {
  readonly root: string;
  /** The folder for temporary files, in the lake, so that a rename stays on one file system. */
  readonly scratch: string;

  constructor(root: string) {
    this.root = root;
    this.scratch = join(root, 'tmp');
  }

  async get(key: string): Promise<ReadObject | undefined> {
    return this.#read(key);
  }

  #read(key: string): ReadObject | undefined {
    try {
      const body = readFileSync(this.#pathOf(key));
      return { body, etag: toEtag(body) };
    } catch (error) {
      if (isMissing(error)) return undefined;
      throw error;
    }
  }

  async put(key: string, body: string | Buffer, expected: string | undefined): Promise<string> {
    if (this.#read(key)?.etag !== expected) throw new StaleObjectError(key);
    const temporary = join(this.scratch, `put.${newAttempt(new Date())}`);
    const bytes = Buffer.from(body);
    makeFolderFor(temporary, () => writeFileSync(temporary, bytes));
    syncFile(temporary);
    this.#move(temporary, key);
    return toEtag(bytes);
  }

  async putFile(key: string, path: string): Promise<void> {
    if (existsSync(this.#pathOf(key))) throw new StaleObjectError(key);
    syncFile(path);
    this.#move(path, key);
  }

  #move(from: string, key: string): void {
    const to = this.#pathOf(key);
    makeFolderFor(to, () => renameSync(from, to));
  }

  async *list(prefix: string): AsyncIterable<ListedObject> {
    const folder = prefix.slice(0, prefix.lastIndexOf('/') + 1);
    for (const key of this.#keysBelow(folder).sort(compareBytes)) {
      if (!key.startsWith(prefix)) continue;
      const found = statSync(this.#pathOf(key), { throwIfNoEntry: false });
      if (found) yield { key, size: found.size, lastModified: found.mtime };
    }
  }

  #keysBelow(folder: string): string[] {
    let entries: Dirent[];
    try {
      entries = readdirSync(join(this.root, folder), { withFileTypes: true, recursive: true });
    } catch (error) {
      if (isMissing(error)) return [];
      throw error;
    }
    const root = join(this.root, sep);
    const files = entries.filter((entry) => entry.isFile());
    const keys = files.map((entry) =>
      join(entry.parentPath, entry.name).slice(root.length).split(sep).join('/'),
    );
    return keys.filter((key) => !key.startsWith('tmp/'));
  }

  async delete(keys: readonly string[]): Promise<void> {
    for (const key of keys) rmSync(this.#pathOf(key), { force: true });
  }

  async checkout(keys: readonly string[]): Promise<string[]> {
    return keys.map((key) => this.#pathOf(key));
  }

  toUri(key: string): string {
    return key;
  }

  fromUri(uri: string): string {
    return uri;
  }

  #pathOf(key: string): string {
    const parts = key.split('/');
    if (parts.some((part) => part === '' || part === '.' || part === '..') || key.includes('\0')) {
      throw new BetlakeError(`not a key of the lake: ${JSON.stringify(key)}`);
    }
    return join(this.root, ...parts);
  }
}

function toEtag(body: Buffer): string {
  return createHash('md5').update(body).digest('hex');
}

function compareBytes(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}

/** A record that survives a power failure must not name a file that does not. */
function syncFile(path: string): void {
  const file = openSync(path, 'r+');
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

/** Does what needs the folder of a path; where the folder is missing, which is rare, makes it and tries again. */
function makeFolderFor(path: string, work: () => void): void {
  try {
    work();
  } catch (error) {
    if (!isMissing(error)) throw error;
    mkdirSync(dirname(path), { recursive: true });
    work();
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}
