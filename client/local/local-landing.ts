import { createHash, type Hash } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { LoadFault } from '../../lambdas/core/errors.ts';
import type { LandingObject } from '../../lambdas/core/landing.ts';
import type { LandingFile } from './find-landing-files.ts';

/**
 * A landing file on this machine. Its version is the hash of its content: a file with a new time or
 * a copy of it is the same version.
 */
export async function openLandingFile({
  key,
  path,
  source,
  replay,
}: Pick<LandingFile, 'key' | 'path'> & Partial<LandingFile>): Promise<LandingObject> {
  const before = statSync(path);
  const whole = before.size <= wholeBytes ? readFileSync(path) : undefined;
  return {
    key,
    source,
    replay,
    size: before.size,
    lastModified: before.mtime,
    version: whole ? toVersion(createHash('sha256').update(whole)) : await hashFile(path),
    async *open() {
      // What was hashed is what is read.
      if (whole) yield* whole.length > 0 ? [whole] : [];
      else yield* readChunks(path);
      const after = statSync(path);
      if (after.size !== before.size || after.mtimeMs !== before.mtimeMs) {
        throw new LoadFault(
          'changed_while_read',
          'was written to while it was read; ingest it again once it is whole',
        );
      }
    },
  };
}

async function hashFile(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of readChunks(path)) hash.update(chunk);
  return toVersion(hash);
}

/**
 * Reads a file through two buffers, of which one is filled while the bytes of the other are used: a stream would
 * take new memory for every chunk, which costs more than the reading.
 */
async function* readChunks(path: string): AsyncGenerator<Buffer> {
  const file = await open(path);
  let buffer = Buffer.allocUnsafe(chunkBytes);
  let next = Buffer.allocUnsafe(chunkBytes);
  let reading = file.read(next, 0, chunkBytes, null);
  try {
    for (;;) {
      const { bytesRead } = await reading;
      if (bytesRead === 0) return;
      [buffer, next] = [next, buffer];
      reading = file.read(next, 0, chunkBytes, null);
      yield buffer.subarray(0, bytesRead);
    }
  } finally {
    // Nothing may be read from a file that is closed.
    await reading.catch(() => undefined);
    await file.close();
  }
}

function toVersion(hash: Hash): string {
  return `sha256:${hash.digest('hex')}`;
}

/** A file of no more is read at once. */
const wholeBytes = 1024 * 1024;

/** What the core has just read is still in the processor's cache when it is matched. */
const chunkBytes = 256 * 1024;
