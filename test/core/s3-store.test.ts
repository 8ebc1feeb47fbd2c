import { readdir, readFile, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { S3Client } from '@aws-sdk/client-s3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { StaleObjectError } from '../../lambdas/core/errors.ts';
import { S3ObjectStore } from '../../lambdas/core/s3-store.ts';
import {
  accessDenied,
  conditionalRequestConflict,
  connectionReset,
  slowDown,
} from '../fake-aws/cloud-faults.ts';
import type { S3Denial } from '../fake-aws/s3-view.ts';
import { type MemoryS3Store, makeMemoryS3Store } from './memory-s3-store.ts';
import { describeObjectStoreContract } from './object-store-contract.ts';

describeObjectStoreContract('the S3 store in a bucket with versions', () => makeMemoryS3Store());
describeObjectStoreContract('the S3 store below a prefix, without versions', () =>
  makeMemoryS3Store({ versioned: false, prefix: 'stage one/' }),
);

describe('the S3 store', () => {
  const key = 'curated/bets/files/2021-10-04/a.1.parquet';
  const denied: S3Denial[] = [];
  let made: MemoryS3Store;

  beforeEach(async () => {
    denied.length = 0;
    made = await makeMemoryS3Store({ view: { denied, listable: ['lake/loads/', 'lake/curated/'] } });
  });
  afterEach(() => made.clean());

  const writeLocal = async (content: string | Buffer) => {
    const path = join(made.path, 'content');
    await writeFile(path, content);
    return path;
  };

  it('takes the client of the SDK', () => {
    const client = new S3Client({ region: 'us-east-1' });
    const store = new S3ObjectStore({ client, bucket: 'lake', prefix: 'a/', scratch: made.path });
    expect(store.toUri('b.parquet')).toBe('s3://lake/a/b.parquet');
  });

  it('refuses a URI of another bucket or prefix', () => {
    expect(() => made.store.fromUri('s3://other/a')).toThrow(
      'expected a URI that begins with s3://lake/, got s3://other/a',
    );
  });

  it('never takes a denied object for a missing one', async () => {
    expect(await made.store.get('loads/bets/a.json')).toBeUndefined();
    await expect(made.store.get('quarantine/a.json')).rejects.toMatchObject({ name: 'AccessDenied' });
    denied.push({ action: 's3:GetObject', prefix: 'loads/' });
    await expect(made.store.get('loads/bets/a.json')).rejects.toMatchObject({ name: 'AccessDenied' });
    await expect(made.store.checkout(['loads/bets/a.json'])).rejects.toMatchObject({ name: 'AccessDenied' });
  });

  it.each(['reset', 'end'] as const)('reads a record whole over a body that meets a %s', async (ending) => {
    await made.store.put('loads/bets/a.json', '{"whole":true}', undefined);
    made.s3.calls.hook = ({ index, when }) => {
      if (index === 1 && when === 'after') return { cutAt: 4, ending };
    };
    const { body } = (await made.store.get('loads/bets/a.json')) ?? {};
    expect(body?.toString()).toBe('{"whole":true}');
    expect(made.s3.calls.count).toBe(3);
  });

  it('never takes a missing bucket for a missing object', async () => {
    const client = made.s3.client();
    const store = new S3ObjectStore({ client, bucket: 'gone', scratch: made.path });
    await expect(store.get('a')).rejects.toMatchObject({ name: 'NoSuchBucket' });
    await expect(store.put('a', 'b', '"etag"')).rejects.toMatchObject({ name: 'NoSuchBucket' });
  });

  it('calls a put stale that was in conflict with another', async () => {
    made.s3.calls.hook = ({ when }) => {
      if (when === 'before') throw conditionalRequestConflict();
    };
    await expect(made.store.put('loads/a', 'b', undefined)).rejects.toThrow(StaleObjectError);
  });

  it('lets a withdrawn right to write show as it is', async () => {
    denied.push({ action: 's3:PutObject' });
    await expect(made.store.put('loads/a', 'b', undefined)).rejects.toMatchObject({ name: 'AccessDenied' });
    const path = await writeLocal('x');
    await expect(made.store.putFile(key, path)).rejects.toMatchObject({ name: 'AccessDenied' });
    expect(made.s3.calls.count).toBe(2);
  });

  it('names what it could not delete', async () => {
    await made.store.put('loads/a', '', undefined);
    await made.store.put('loads/b', '', undefined);
    denied.push({ action: 's3:DeleteObject', prefix: 'loads/b' });
    await expect(made.store.delete(['loads/a', 'loads/b'])).rejects.toThrow(
      'could not delete 1 of 2 objects, the first loads/b: AccessDenied Access Denied',
    );
    expect(made.s3.bucket('lake').currentKeys()).toEqual(['loads/b']);
  });

  it('deletes a thousand in one call', async () => {
    await made.store.delete(Array.from({ length: 2_001 }, (_, i) => `loads/${i}`));
    expect(made.s3.calls.count).toBe(3);
  });

  describe('uploading a file', () => {
    it('starts over where the connection breaks, with all of the bytes', async () => {
      made.s3.calls.hook = ({ index, when }) => {
        if (index < 2 && when === 'before') throw index === 0 ? connectionReset() : slowDown();
      };
      await made.store.putFile(key, await writeLocal('all of it'));
      expect(made.s3.bucket('lake').current(key)?.body.toString()).toBe('all of it');
    });

    it('recognizes its own upload whose response was lost', async () => {
      made.s3.calls.hook = ({ index, when }) => {
        if (index === 0 && when === 'after') throw connectionReset();
      };
      await made.store.putFile(key, await writeLocal('mine'));
      expect(made.s3.bucket('lake').versions(key)).toHaveLength(1);
    });

    it('does not take the upload of another for its own', async () => {
      made.s3.calls.hook = ({ index, when }) => {
        if (index > 0 || when === 'after') return;
        made.s3.bucket('lake').put(key, 'theirs');
        throw connectionReset();
      };
      await expect(made.store.putFile(key, await writeLocal('mine'))).rejects.toThrow(StaleObjectError);
      expect(made.s3.bucket('lake').current(key)?.body.toString()).toBe('theirs');
    });

    it('gives up after five tries', async () => {
      made.s3.calls.hook = () => {
        throw slowDown();
      };
      await expect(made.store.putFile(key, await writeLocal('x'))).rejects.toMatchObject({
        name: 'SlowDown',
      });
      expect(made.s3.calls.count).toBe(5);
    });
  });

  describe('checking out', () => {
    it('downloads a file once and leaves nothing unfinished', async () => {
      made.s3.bucket('lake').put(key, 'content');
      const paths = await made.store.checkout([key, key]);
      expect(await made.store.checkout([key])).toEqual([paths[0]]);
      expect(made.s3.calls.count).toBe(1);
      expect(await readdir(dirname(paths[0] ?? ''))).toEqual([basename(paths[1] ?? '')]);
    });

    it('goes on from the byte at which a connection broke', async () => {
      const content = Buffer.from(Array.from({ length: 100_000 }, (_, i) => i % 251));
      made.s3.bucket('lake').put(key, content);
      made.s3.calls.hook = ({ index }) => (index < 3 ? { cutAt: 30_001, ending: 'reset' } : undefined);
      const [path = ''] = await made.store.checkout([key]);
      expect((await readFile(path)).equals(content)).toBe(true);
      expect(made.s3.calls.count).toBe(4);
    });

    it('leaves nothing behind where it fails', async () => {
      made.s3.bucket('lake').put(key, 'content');
      made.s3.calls.hook = () => ({ cutAt: 0, ending: 'reset' });
      await expect(made.store.checkout([key])).rejects.toMatchObject({ code: 'ECONNRESET' });
      expect(await readdir(join(made.path, 'scratch'))).toEqual([]);
    });

    it('stays in its folder whatever a key is', async () => {
      const keys = [
        '../../escape',
        'curated/../../b.parquet',
        'curated/a/b',
        `curated/${'long'.repeat(200)}`,
      ];
      for (const each of keys) made.s3.bucket('lake').put(each, each);
      const store = new S3ObjectStore({ client: made.s3.client(), bucket: 'lake', scratch: made.path });
      const paths = await store.checkout(keys);
      expect(new Set(paths).size).toBe(keys.length);
      for (const path of paths) expect(dirname(path)).toBe(made.path);
    });

    it('starts nothing more once a download was refused', async () => {
      const keys = Array.from({ length: 100 }, (_, i) => `curated/${i}.parquet`);
      made.s3.calls.hook = () => {
        throw accessDenied();
      };
      await expect(made.store.checkout(keys)).rejects.toMatchObject({ name: 'AccessDenied' });
      expect(made.s3.calls.count).toBeLessThanOrEqual(16);
    });
  });
});
