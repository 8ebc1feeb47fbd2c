import {
  CopyObjectCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import type { S3Event } from 'aws-lambda';
import { beforeEach, describe, expect, it } from 'vitest';
import { MemoryS3 } from './memory-s3.ts';
import { TestClock } from './test-clock.ts';

describe('the memory S3', () => {
  const clock = new TestClock('2021-10-05T06:00:00Z');
  const at = { Bucket: 'landing', Key: 'bets/a b+c=é.jsonl' };
  let s3: MemoryS3;
  let client: ReturnType<MemoryS3['client']>;

  beforeEach(() => {
    s3 = new MemoryS3({ now: clock.now });
    s3.createBucket('landing');
    client = s3.client();
  });

  const readText = async (input: Partial<GetObjectCommand['input']> = {}) =>
    (await client.send(new GetObjectCommand({ ...at, ...input }))).Body?.transformToString();

  it('keeps every version, also below a deletion', async () => {
    const first = await client.send(new PutObjectCommand({ ...at, Body: 'first' }));
    await client.send(new PutObjectCommand({ ...at, Body: 'second' }));
    await client.send(new DeleteObjectCommand(at));
    expect(await readText({ VersionId: first.VersionId })).toBe('first');
    await expect(readText()).rejects.toMatchObject({ name: 'NoSuchKey', $metadata: { httpStatusCode: 404 } });
    expect(s3.bucket('landing').versions(at.Key)).toHaveLength(3);
  });

  it('reads ranges, refuses one beyond the end, and a read on an ETag that is not there', async () => {
    await client.send(new PutObjectCommand({ ...at, Body: '0123456789' }));
    const part = await client.send(new GetObjectCommand({ ...at, Range: 'bytes=3-5' }));
    expect(part).toMatchObject({ ContentLength: 3, ContentRange: 'bytes 3-5/10' });
    expect(await readText({ Range: 'bytes=7-' })).toBe('789');
    await expect(readText({ Range: 'bytes=10-' })).rejects.toMatchObject({ name: 'InvalidRange' });
    await expect(readText({ IfMatch: '"x"' })).rejects.toMatchObject({ name: 'PreconditionFailed' });
  });

  it('reports only a status in the response to a HEAD', async () => {
    const head = () => client.send(new HeadObjectCommand({ ...at, IfMatch: '"x"' }));
    await expect(head()).rejects.toMatchObject({ name: 'NotFound' });
    await client.send(new PutObjectCommand({ ...at, Body: 'a' }));
    await expect(head()).rejects.toMatchObject({ name: 'Unknown', $metadata: { httpStatusCode: 412 } });
  });

  it('lists by pages, in the order of bytes', async () => {
    for (const key of ['b', 'a/2', 'a/1', 'a/3', 'a-']) s3.bucket('landing').put(key, key);
    const first = await client.send(
      new ListObjectsV2Command({ Bucket: 'landing', Prefix: 'a/', MaxKeys: 2 }),
    );
    expect(first).toMatchObject({ IsTruncated: true, Contents: [{ Key: 'a/1' }, { Key: 'a/2' }] });
    const next = { Bucket: 'landing', Prefix: 'a/', ContinuationToken: first.NextContinuationToken };
    const second = await client.send(new ListObjectsV2Command(next));
    expect(second.Contents?.map((object) => object.Key)).toEqual(['a/3']);
    expect(second).toMatchObject({ IsTruncated: false });
  });

  it('sends events of puts and copies as S3 does, after its test event', async () => {
    const bodies: string[] = [];
    s3.notify('landing', (body) => bodies.push(body));
    await client.send(new PutObjectCommand({ ...at, Body: 'four' }));
    const CopySource = `landing/${encodeURIComponent(at.Key)}`;
    await client.send(new CopyObjectCommand({ Bucket: 'landing', Key: 'copy', CopySource }));
    expect(JSON.parse(bodies[0] ?? '')).toMatchObject({ Event: 's3:TestEvent', Bucket: 'landing' });
    const [put, copy] = bodies.slice(1).flatMap((body) => (JSON.parse(body) as S3Event).Records);
    const versionId = s3.bucket('landing').current(at.Key)?.versionId;
    const object = { key: 'bets/a+b%2Bc%3D%C3%A9.jsonl', size: 4, versionId };
    expect(put).toMatchObject({
      eventName: 'ObjectCreated:Put',
      s3: { bucket: { name: 'landing' }, object },
    });
    expect(copy).toMatchObject({ eventName: 'ObjectCreated:Copy', s3: { object: { key: 'copy', size: 4 } } });
    expect((put?.s3.object.sequencer ?? '') < (copy?.s3.object.sequencer ?? '')).toBe(true);
  });
});
