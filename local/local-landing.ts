import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { LoadFault } from '../lambdas/lake/errors.ts';
import type { LandingObject } from '../lambdas/lake/landing.ts';

/**
 * A landing file on this machine. Its version is the hash of its content: a file that was only touched or
 * copied is the same version.
 */
export async function openLandingFile(key: string, path: string): Promise<LandingObject> {
  const before = await stat(path);
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path, { highWaterMark: chunkBytes }))
    hash.update(chunk as Buffer);
  return {
    key,
    size: before.size,
    lastModified: before.mtime,
    version: `sha256:${hash.digest('hex')}`,
    async *open() {
      yield* createReadStream(path, { highWaterMark: chunkBytes }) as AsyncIterable<Buffer>;
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

const chunkBytes = 1024 * 1024;
