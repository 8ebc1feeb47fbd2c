import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { S3ObjectStore } from '../../lambdas/core/s3-store.ts';
import { MemoryS3 } from '../fake-aws/memory-s3.ts';
import type { S3View } from '../fake-aws/s3-view.ts';
import type { StoreUnderTest } from './object-store-contract.ts';

export interface MemoryS3Store extends StoreUnderTest {
  readonly store: S3ObjectStore;
  readonly s3: MemoryS3;
}

export interface MemoryS3StoreOptions {
  readonly versioned?: boolean;
  readonly prefix?: string;
  readonly view?: S3View;
}

/** The S3 store on an S3 in memory, in its bucket `lake`, which waits for nothing between two tries. */
export async function makeMemoryS3Store({
  versioned = true,
  prefix = '',
  view = {},
}: MemoryS3StoreOptions = {}): Promise<MemoryS3Store> {
  const path = await mkdtemp(join(tmpdir(), 'betlake-s3-'));
  const s3 = new MemoryS3();
  s3.createBucket('lake', { versioned });
  const retry = { delay: async () => undefined };
  const scratch = join(path, 'scratch');
  const store = new S3ObjectStore({ client: s3.client(view), bucket: 'lake', prefix, scratch, retry });
  return { store, s3, path, clean: () => rm(path, { recursive: true, force: true }) };
}
