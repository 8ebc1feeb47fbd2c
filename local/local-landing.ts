import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { LoadFault } from '../lambdas/lake/errors.ts';
import type { LandingObject } from '../lambdas/lake/landing.ts';
import type { LandingFile } from './find-landing-files.ts';

/**
 * A landing file on this machine. Its version is the hash of its content: a file that was only touched or
 * copied is the same version.
 */
export async function openLandingFile({
  key,
  path,
  source,
  replay,
}: Pick<LandingFile, 'key' | 'path'> & Partial<LandingFile>): Promise<LandingObject> {
  const before = await stat(path);
  return {
    key,
    source,
    replay,
    size: before.size,
    lastModified: before.mtime,
    version: await hashFile(path, before.size),
    async *open() {
      yield* createReadStream(path, { highWaterMark: toChunkBytes(before.size) }) as AsyncIterable<Buffer>;
      const after = await stat(path);
      if (after.size !== before.size || after.mtimeMs !== before.mtimeMs) {
        throw new LoadFault(
          'changed_while_read',
          'was written to while it was read; ingest it again once it is whole',
        );
      }
    },
  };
}

async function hashFile(path: string, size: number): Promise<string> {
  const hash = createHash('sha256');
  const chunk = Buffer.allocUnsafe(toChunkBytes(size));
  const file = await open(path);
  try {
    for (;;) {
      const { bytesRead } = await file.read(chunk, 0, chunk.length);
      if (bytesRead === 0) return `sha256:${hash.digest('hex')}`;
      hash.update(chunk.subarray(0, bytesRead));
    }
  } finally {
    await file.close();
  }
}

/** A small file is read at once, into no more memory than it needs. */
function toChunkBytes(size: number): number {
  return Math.min(Math.max(size, 4096), 1024 * 1024);
}
