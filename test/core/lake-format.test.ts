import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { lakeFormatKey } from '../../glue/prefixes.ts';
import { StaleObjectError } from '../../lambdas/core/errors.ts';
import { claimLake, lakeFormat } from '../../lambdas/core/lake-format.ts';
import type { ObjectStore } from '../../lambdas/core/object-store.ts';
import { type MemoryS3Store, makeMemoryS3Store } from './memory-s3-store.ts';

describe('a function that begins to write to a lake', () => {
  let lake: MemoryS3Store;
  const read = async () => JSON.parse((await lake.store.get(lakeFormatKey))?.body.toString() ?? '{}');
  const note = async (text: string) =>
    lake.store.put(lakeFormatKey, text, (await lake.store.get(lakeFormatKey))?.etag);

  beforeAll(async () => {
    lake = await makeMemoryS3Store();
  });
  afterAll(() => lake.clean());

  it('notes its format in a lake without one', async () => {
    await claimLake(lake.store);
    expect(await read()).toEqual({ format: lakeFormat });
  });

  it('puts nothing where its format is noted', async () => {
    const before = (await lake.store.get(lakeFormatKey))?.etag;
    await claimLake(lake.store);
    expect((await lake.store.get(lakeFormatKey))?.etag).toBe(before);
  });

  it('notes its format in place of an earlier one', async () => {
    await note('{"format":2}');
    await claimLake(lake.store);
    expect(await read()).toEqual({ format: lakeFormat });
  });

  it('reads the note again where another function has put one first', async () => {
    await lake.store.delete([lakeFormatKey]);
    let puts = 0;
    const rival: ObjectStore = Object.create(lake.store, {});
    Object.assign(rival, {
      get: (key: string) => lake.store.get(key),
      toUri: (key: string) => lake.store.toUri(key),
      put: async () => {
        puts++;
        await lake.store.put(lakeFormatKey, JSON.stringify({ format: lakeFormat }), undefined);
        throw new StaleObjectError(lakeFormatKey);
      },
    });
    await claimLake(rival);
    expect(puts).toBe(1);
  });

  it('refuses a lake that a newer version has written to, and leaves it as it is', async () => {
    await note(`{"format":${lakeFormat + 1},"more":true}`);
    await expect(claimLake(lake.store)).rejects.toThrow(
      `the lake s3://lake/ has format ${lakeFormat + 1}, and this version of Betlake knows formats up to ${lakeFormat}`,
    );
    expect(await read()).toEqual({ format: lakeFormat + 1, more: true });
  });

  it.each(['', 'null', '{"format":"3"}', '{'])('refuses a note that has no format: %j', async (text) => {
    await note(text);
    await expect(claimLake(lake.store)).rejects.toThrow('does not have the format of the lake');
  });
});
