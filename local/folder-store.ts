import { createHash } from 'node:crypto';
import type { Dirent } from 'node:fs';
import { mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { dirname, join, sep } from 'node:path';
import { BetlakeError, StaleObjectError } from '../lambdas/lake/errors.ts';
import { newAttempt } from '../lambdas/lake/keys.ts';
import type { ListedObject, ObjectStore, ReadObject } from '../lambdas/lake/object-store.ts';

/**
 * The lake as a folder. A write is a temporary file and a rename, so a reader or a killed process never
 * leaves half an object. Conditional puts are safe among the calls of one process; between processes the
 * lake's lock keeps writers apart (see lock.ts).
 */
export class FolderStore implements ObjectStore {
  readonly root: string;
  /** Where temporary files go: in the lake, so that a rename stays on one file system. */
  readonly scratch: string;
  readonly #puts = new Map<string, Promise<unknown>>();

  constructor(root: string) {
    this.root = root;
    this.scratch = join(root, 'tmp');
  }

  async get(key: string): Promise<ReadObject | undefined> {
    try {
      const body = await readFile(this.#pathOf(key));
      return { body, etag: toEtag(body) };
    } catch (error) {
      if (isMissing(error)) return undefined;
      throw error;
    }
  }

  async put(key: string, body: string | Buffer, expected: string | undefined): Promise<string> {
    const before = this.#puts.get(key) ?? Promise.resolve();
    const put = before
      .catch(() => undefined)
      .then(() => this.#putIfUnchanged(key, Buffer.from(body), expected));
    this.#puts.set(key, put);
    try {
      return await put;
    } finally {
      if (this.#puts.get(key) === put) this.#puts.delete(key);
    }
  }

  async #putIfUnchanged(key: string, body: Buffer, expected: string | undefined): Promise<string> {
    const standing = await this.get(key);
    if (standing?.etag !== expected) throw new StaleObjectError(key);
    const temporary = join(this.scratch, `put.${newAttempt(new Date())}`);
    await mkdir(this.scratch, { recursive: true });
    const file = await open(temporary, 'w');
    try {
      await file.writeFile(body);
      await file.sync();
    } finally {
      await file.close();
    }
    await this.#move(temporary, this.#pathOf(key));
    return toEtag(body);
  }

  async putFile(key: string, path: string): Promise<void> {
    const target = this.#pathOf(key);
    if (await exists(target)) throw new StaleObjectError(key);
    await syncFile(path);
    await this.#move(path, target);
  }

  async #move(from: string, to: string): Promise<void> {
    try {
      await rename(from, to);
    } catch (error) {
      if (!isMissing(error)) throw error;
      await mkdir(dirname(to), { recursive: true });
      await rename(from, to);
    }
  }

  async *list(prefix: string): AsyncIterable<ListedObject> {
    const folder = prefix.slice(0, prefix.lastIndexOf('/') + 1);
    for (const key of (await this.#keysBelow(folder)).sort(compareBytes)) {
      if (!key.startsWith(prefix)) continue;
      const found = await stat(this.#pathOf(key)).catch((error) => {
        if (isMissing(error)) return undefined;
        throw error;
      });
      if (found) yield { key, size: found.size, lastModified: found.mtime };
    }
  }

  async #keysBelow(folder: string): Promise<string[]> {
    let entries: Dirent[];
    try {
      entries = await readdir(join(this.root, folder), { withFileTypes: true, recursive: true });
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
    for (const key of keys) await rm(this.#pathOf(key), { force: true });
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
async function syncFile(path: string): Promise<void> {
  const file = await open(path, 'r+');
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    (error) => {
      if (isMissing(error)) return false;
      throw error;
    },
  );
}
