import { beforeEach, describe, expect, it } from 'vitest';
import type { LandingObject } from '../../lambdas/core/landing.ts';
import { findLandingObject, listLandingObjects } from '../../lambdas/core/s3-landing.ts';
import { type CloudCall, CloudCalls } from '../fake-aws/cloud-calls.ts';
import { slowDown } from '../fake-aws/cloud-faults.ts';
import { MemoryS3 } from '../fake-aws/memory-s3.ts';
import { TestClock } from '../fake-aws/test-clock.ts';

const key = 'bets/2021-10-04 [ü+1]%.jsonl';
const options = { delay: async () => undefined, stallMs: 20 };
const bytesOf = (letter: string) => letter.repeat(100_000);

async function read(object: LandingObject | undefined): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of object?.open() ?? []) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}

describe('a landing object on S3', () => {
  const clock = new TestClock();
  let calls: CloudCalls;
  let s3: MemoryS3;

  beforeEach(() => {
    calls = new CloudCalls();
    s3 = new MemoryS3({ now: clock.now, calls });
    s3.createBucket('landing');
    s3.createBucket('plain', { versioned: false });
  });

  const find = (bucket = 'landing', versionId?: string) =>
    findLandingObject(s3.client(), bucket, key, versionId, options);

  it('has its size, time and version', async () => {
    const { versionId, lastModified } = s3.bucket('landing').put(key, 'four');
    expect(await find()).toMatchObject({ key, size: 4, lastModified, version: versionId });
    expect(await read(await find())).toBe('four');
  });

  it('goes by its ETag where the bucket keeps no versions', async () => {
    s3.bucket('plain').put(key, '');
    expect(await find('plain')).toMatchObject({ version: 'd41d8cd98f00b204e9800998ecf8427e' });
    expect(await read(await find('plain'))).toBe('');
  });

  it('is not there before it was put, after it was deleted, and as a version that never was', async () => {
    expect(await find()).toBeUndefined();
    const { versionId } = s3.bucket('landing').put(key, 'a');
    expect(await find('landing', 'never-was')).toBeUndefined();
    s3.bucket('landing').remove(key);
    expect(await find()).toBeUndefined();
    expect(await find('landing', s3.bucket('landing').versions(key).at(-1)?.versionId)).toBeUndefined();
    expect(await read(await find('landing', versionId))).toBe('a');
  });

  it('is not taken for absent where it may not be read', async () => {
    const blind = s3.client({ listable: [] });
    await expect(findLandingObject(blind, 'landing', key)).rejects.toMatchObject({
      $metadata: { httpStatusCode: 403 },
    });
  });

  it('stays the version it was found as, whatever is put or deleted meanwhile', async () => {
    s3.bucket('landing').put(key, 'old');
    const found = await find();
    s3.bucket('landing').put(key, 'new');
    s3.bucket('landing').remove(key);
    expect(await read(found)).toBe('old');
  });

  it.each(['reset', 'end', 'stall'] as const)('is read whole over a body that meets a %s', async (ending) => {
    s3.bucket('landing').put(key, bytesOf('a'));
    const found = await find();
    const cuts = [0, 1, 40_000, 59_999];
    calls.hook = ({ when }: CloudCall) => {
      const cutAt = when === 'after' ? cuts.shift() : undefined;
      return cutAt === undefined ? undefined : { cutAt, ending };
    };
    expect(await read(found)).toBe(bytesOf('a'));
    expect(cuts).toEqual([]);
  });

  it('keeps to one version where it is overwritten between a break and the next try', async () => {
    s3.bucket('landing').put(key, bytesOf('a'));
    const found = await find();
    calls.hook = ({ index, when }: CloudCall) => {
      if (when === 'after' && index === 1) {
        s3.bucket('landing').put(key, bytesOf('b'));
        return { cutAt: 50_000, ending: 'reset' };
      }
    };
    expect(await read(found)).toBe(bytesOf('a'));
    expect(calls.count).toBe(3);
  });

  it('fails as changed while read, where no versions are kept, rather than mix two', async () => {
    s3.bucket('plain').put(key, bytesOf('a'));
    const found = await find('plain');
    calls.hook = ({ when }: CloudCall) => {
      if (when === 'before') return;
      s3.bucket('plain').put(key, bytesOf('b'));
      return { cutAt: 50_000, ending: 'reset' };
    };
    await expect(read(found)).rejects.toMatchObject({ name: 'LoadFault', code: 'changed_while_read' });
    await expect(read(found)).rejects.toMatchObject({ code: 'changed_while_read' });
  });

  it('gives up after five tries in a row without a byte', async () => {
    s3.bucket('landing').put(key, 'a');
    const found = await find();
    calls.hook = () => {
      throw slowDown();
    };
    await expect(read(found)).rejects.toMatchObject({ name: 'SlowDown' });
    expect(calls.count).toBe(1 + 5);
  });

  it('may be left in the middle', async () => {
    s3.bucket('landing').put(key, bytesOf('a'));
    for await (const chunk of (await find())?.open() ?? []) {
      expect(chunk.length).toBeGreaterThan(0);
      break;
    }
  });
});

describe('the listing of the landing bucket', () => {
  it('gives every key as it is, however odd, in the order of bytes', async () => {
    const s3 = new MemoryS3({ now: () => new Date(0) });
    const bucket = s3.createBucket('landing');
    const keys = [
      'bets/ a',
      'bets/%2B+',
      'bets/\u0001',
      'bets/"&<>\'',
      'bets/é',
      'bets/😀',
      'bets/～',
      'games/1',
    ];
    for (const each of keys) bucket.put(each, each);
    const listed: string[] = [];
    for await (const { key: each, size, lastModified } of listLandingObjects(
      s3.client(),
      'landing',
      'bets/',
    )) {
      expect({ size, lastModified }).toEqual({ size: Buffer.byteLength(each), lastModified: new Date(0) });
      listed.push(each);
    }
    const expected = keys.slice(0, 7).sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
    expect(listed).toEqual(expected);
  });
});
