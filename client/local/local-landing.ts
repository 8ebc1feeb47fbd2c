import { createHash, type Hash } from 'node:crypto';
import { createReadStream, readFileSync, statSync } from 'node:fs';
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
  const whole = before.size <= chunkBytes ? readFileSync(path) : undefined;
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
      else yield* createReadStream(path, { highWaterMark: chunkBytes }) as AsyncIterable<Buffer>;
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
  const chunk = Buffer.allocUnsafe(chunkBytes);
  const file = await open(path);
  try {
    for (;;) {
      const { bytesRead } = await file.read(chunk, 0, chunk.length);
      if (bytesRead === 0) return toVersion(hash);
      hash.update(chunk.subarray(0, bytesRead));
    }
  } finally {
    await file.close();
  }
}

function toVersion(hash: Hash): string {
  return `sha256:${hash.digest('hex')}`;
}

/** A file of no more is read at once. */
const chunkBytes = 1024 * 1024;
