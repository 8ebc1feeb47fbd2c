import { setImmediate as turn } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { toDateTime } from '../../glue/calendar.ts';
import { StaleObjectError } from '../../lambdas/core/errors.ts';
import { clearInvalidations, listPendingLoads, toInvalidations } from '../../lambdas/core/invalidations.ts';
import { ledgerKey, toLoadId } from '../../lambdas/core/keys.ts';
import {
  emptyRecord,
  type LoadRecord,
  listLoadRecords,
  mergeDates,
  putLoadRecord,
  readLoadRecord,
} from '../../lambdas/core/ledger.ts';
import { putManifest, readManifest } from '../../lambdas/core/manifest.ts';
import type { ObjectStore } from '../../lambdas/core/object-store.ts';
import { markForReload, unloadObject } from '../../lambdas/core/unload-object.ts';
import { type MemoryS3Store, makeMemoryS3Store } from './memory-s3-store.ts';

const landingKey = 'bets/a.jsonl';
let made: MemoryS3Store;

beforeEach(async () => {
  made = await makeMemoryS3Store();
});
afterEach(() => made.clean());

function recordOf(key: string, members: Partial<LoadRecord> = {}): LoadRecord {
  return { ...emptyRecord('bets', { key, size: 12 }, toLoadId(key)), ...members };
}

describe('the record of an object that was never loaded', () => {
  test('is empty in every column', () => {
    expect(recordOf(landingKey)).toEqual({
      dataset: 'bets',
      landing_key: landingKey,
      load_id: toLoadId(landingKey),
      status: 'failed',
      object_version: null,
      object_size: 12,
      source: null,
      replay_of: null,
      replay_of_version: null,
      replayed_lines: null,
      converter: '',
      attempt: '',
      loaded_dt: '',
      lines: 0,
      accepted: 0,
      quarantined: 0,
      blank: 0,
      unknown_fields: {},
      dates: [],
      files: [],
      quarantine_key: null,
      debits_negative: null,
      debits_positive: null,
      invalidations: [],
      error_code: null,
      error_message: null,
      error_version: null,
      error_converter: null,
      error_dt: null,
    });
  });

  test('dates are merged sorted, each once, and times are written to the second', () => {
    expect(mergeDates(['2021-10-05', '2021-10-04'], undefined, ['2021-10-04'])).toEqual([
      '2021-10-04',
      '2021-10-05',
    ]);
    expect(toDateTime(new Date('2021-10-04T12:34:56.789Z'))).toBe('2021-10-04 12:34:56');
  });
});

describe('the ledger', () => {
  test('gives back what was put, as one line, and nothing where nothing was', async () => {
    expect(await readLoadRecord(made.store, 'bets', landingKey)).toBeUndefined();
    const record = recordOf(landingKey, { unknown_fields: JSON.parse('{"__proto__": 2, "x": 1}') });
    const etag = await putLoadRecord(made.store, record, undefined);
    expect(await readLoadRecord(made.store, 'bets', landingKey)).toEqual({ record, etag });
    const text = (await made.store.get(ledgerKey('bets', record.load_id)))?.body.toString();
    expect(text).toBe(`${JSON.stringify(record)}\n`);
  });

  test.each([
    [{ dates: ['2021-1-04'] }, 'dates'],
    [{ dates: ['x2021-10-04'] }, 'dates'],
    [{ invalidations: ['2021-10-041'] }, 'invalidations'],
    [{ files: [{ date: '2021-10-04', key: 'a', rows_count: -1 }] }, 'rows_count'],
    [{ files: [{ date: '2021-10-04' }] }, 'key'],
    [{ lines: 1.5 }, 'lines'],
    [{ status: 'done' }, 'status'],
    [{ dataset: 'odds' }, 'dataset'],
    [{ unknown_fields: { x: -1 } }, 'expected counts by name'],
    [{ unknown_fields: { x: 1, y: 'two' } }, 'expected counts by name'],
    [{ unknown_fields: null }, 'expected counts by name'],
    [{ unknown_fields: [] }, 'expected counts by name'],
    [{ unknown_fields: 'x' }, 'expected counts by name'],
    [{ unknown_fields: 5 }, 'expected counts by name'],
  ])('refuses a record with %j, and names it', async (members, message) => {
    const key = ledgerKey('bets', toLoadId(landingKey));
    await made.store.put(key, JSON.stringify({ ...recordOf(landingKey), ...members }), undefined);
    const reading = readLoadRecord(made.store, 'bets', landingKey);
    await expect(reading).rejects.toThrow(`${key} is not a load record of this version of Betlake: `);
    await expect(reading).rejects.toThrow(message);
  });

  test.each([null, 5, 'x', []])('refuses a record that is %j in place of an object', async (value) => {
    await made.store.put(ledgerKey('bets', toLoadId(landingKey)), JSON.stringify(value), undefined);
    const reading = readLoadRecord(made.store, 'bets', landingKey);
    await expect(reading).rejects.toThrow('is not a load record of this version of Betlake: ');
  });

  test('reads a record of format 1 under the current field names, and keeps fields that it does not know', async () => {
    const { invalidations, ...record } = recordOf(landingKey);
    const former = { ...record, touches: ['2021-10-04'], former_dates: ['2021-10-03'], added_later: 1 };
    await made.store.put(ledgerKey('bets', record.load_id), JSON.stringify(former), undefined);
    const read = await readLoadRecord(made.store, 'bets', landingKey);
    expect(read?.record).toEqual({ ...record, invalidations: ['2021-10-04'], added_later: 1 });
  });

  test('names a load and its attempt in the invalidation of each of its days', () => {
    const record = recordOf(landingKey, { attempt: 'at', invalidations: ['2021-10-04', '2021-10-05'] });
    const cause = { dataset: 'bets', load_id: toLoadId(landingKey), attempt: 'at' };
    expect(toInvalidations(record)).toEqual([
      { ...cause, date: '2021-10-04' },
      { ...cause, date: '2021-10-05' },
    ]);
  });

  test('keeps the days that could not be refreshed where the others are cleared', async () => {
    const days = ['2021-10-04', '2021-10-05'];
    await putLoadRecord(made.store, recordOf(landingKey, { invalidations: days }), undefined);
    const [pending] = await listPendingLoads(made.store, 'bets');
    if (!pending) throw new Error('expected a load');
    await clearInvalidations(made.store, pending, ['2021-10-05']);
    const read = await readLoadRecord(made.store, 'bets', landingKey);
    expect(read?.record.invalidations).toEqual(['2021-10-05']);
  });

  test('lists every record of a data set, by load id, or those written since', async () => {
    const keys = Array.from({ length: 70 }, (_, at) => `bets/${at}.jsonl`);
    for (const key of keys) await putLoadRecord(made.store, recordOf(key), undefined);
    const listed = async (since?: Date) => {
      const listed: string[] = [];
      for await (const { record } of listLoadRecords(made.store, 'bets', since)) listed.push(record.load_id);
      return listed;
    };
    expect(await listed()).toEqual(keys.map(toLoadId).sort());
    const times: Date[] = [];
    for await (const { lastModified } of made.store.list('loads/bets/')) times.push(lastModified);
    const last = Math.max(...times.map(Number));
    expect(await listed(new Date(last))).toHaveLength(times.filter((each) => each.getTime() === last).length);
    expect(await listed(new Date(last + 1))).toEqual([]);
    for await (const each of listLoadRecords(made.store, 'games')) expect(each).toBeUndefined();
  });

  test('is read some records at a time, and skips one that was removed meanwhile', async () => {
    let reading = 0;
    let most = 0;
    const keys = Array.from({ length: 100 }, (_, at) => `bets/${at}.jsonl`);
    const byPlace = new Map(keys.map((key) => [ledgerKey('bets', toLoadId(key)), recordOf(key)]));
    const gone = ['bets/0.jsonl', 'bets/99.jsonl'].map((key) => ledgerKey('bets', toLoadId(key)));
    const store = {
      async *list() {
        for (const key of byPlace.keys()) yield { key, size: 1, lastModified: new Date(0) };
      },
      async get(key: string) {
        most = Math.max(most, ++reading);
        await turn();
        reading--;
        return gone.includes(key)
          ? undefined
          : { body: Buffer.from(JSON.stringify(byPlace.get(key))), etag: 'e' };
      },
    } as unknown as ObjectStore;
    const listed: string[] = [];
    for await (const { record } of listLoadRecords(store, 'bets')) listed.push(record.landing_key);
    expect(listed).toEqual(keys.slice(1, -1));
    expect(most).toBe(32);
  });

  test('lists the loads with days that are still to be refreshed, until they are cleared', async () => {
    await putLoadRecord(made.store, recordOf('bets/b.jsonl'), undefined);
    await putLoadRecord(made.store, recordOf(landingKey, { invalidations: ['2021-10-04'] }), undefined);
    const [pending, ...others] = await listPendingLoads(made.store, 'bets');
    expect([pending?.record.landing_key, others]).toEqual([landingKey, []]);
    if (!pending) throw new Error('expected a load');
    await clearInvalidations(made.store, pending);
    expect(await listPendingLoads(made.store, 'bets')).toEqual([]);
    const current = await readLoadRecord(made.store, 'bets', landingKey);
    expect(current?.record).toEqual({ ...pending.record, invalidations: [] });

    // Stale by now: whoever has changed the record has named its days anew.
    await clearInvalidations(made.store, pending);
    if (current) await clearInvalidations(made.store, current);
    expect(await readLoadRecord(made.store, 'bets', landingKey)).toEqual(current);
  });

  test('throws an error of the store while days are cleared', async () => {
    const fault = new Error('no');
    const store = { ...made.store, put: () => Promise.reject(fault) } as unknown as ObjectStore;
    const known = { record: recordOf(landingKey, { invalidations: ['2021-10-04'] }), etag: 'e' };
    await expect(clearInvalidations(store, known)).rejects.toBe(fault);
    const empty = { record: recordOf(landingKey), etag: 'e' };
    await expect(clearInvalidations(store, empty)).resolves.toBeUndefined();
  });
});

describe('an object is unloaded', () => {
  test('by a record without files that keeps its version and names its days', async () => {
    const loaded = recordOf(landingKey, {
      status: 'loaded',
      object_version: 'v1',
      converter: 'c',
      attempt: 'at',
      lines: 2,
      accepted: 2,
      dates: ['2021-10-04'],
      invalidations: ['2021-10-03'],
      files: [{ date: '2021-10-04', key: 'curated/bets/files/2021-10-04/a.at.parquet', rows_count: 2 }],
    });
    await putLoadRecord(made.store, loaded, undefined);
    expect(await unloadObject(made.store, landingKey, new Date('2021-10-05T00:00:00Z'))).toEqual(loaded);
    const current = await readLoadRecord(made.store, 'bets', landingKey);
    expect(current?.record).toEqual(
      recordOf(landingKey, {
        status: 'unloaded',
        object_version: 'v1',
        converter: 'c',
        loaded_dt: '2021-10-05 00:00:00',
        attempt: expect.stringMatching(/^20211005/),
        invalidations: ['2021-10-03', '2021-10-04'],
      }),
    );
    await markForReload(made.store, landingKey);
    const marked = await readLoadRecord(made.store, 'bets', landingKey);
    expect(marked?.record).toEqual({ ...current?.record, converter: '', object_version: null });
  });

  test.each([landingKey, 'odds/a.jsonl', 'bets'])(
    'only if the ledger has it, which it does not have: %s',
    async (key) => {
      await expect(unloadObject(made.store, key, new Date(0))).rejects.toThrow(
        `the ledger has no ${key}; its keys are listed by: betlake loads`,
      );
      await expect(markForReload(made.store, key)).resolves.toBeUndefined();
    },
  );
});

describe('a manifest', () => {
  const key = 'rollup/activity/manifest/year=2021/symlink.txt';

  test('names its files one a line, sorted, and none before it was put', async () => {
    expect(await readManifest(made.store, key)).toEqual({ keys: [], etag: undefined });
    const etag = await putManifest(made.store, key, ['b', 'a'], undefined);
    expect(await readManifest(made.store, key)).toEqual({ keys: ['a', 'b'], etag });
    expect((await made.store.get(key))?.body.toString()).toBe(
      ['a', 'b'].map((name) => `${made.store.toUri(name)}\n`).join(''),
    );
    await made.store.put(key, `${made.store.toUri('d')}\n\n${made.store.toUri('c')}`, etag);
    expect((await readManifest(made.store, key)).keys).toEqual(['c', 'd']);
  });

  test('is put only on the ETag that was read', async () => {
    await putManifest(made.store, key, ['a'], undefined);
    const late = putManifest(made.store, key, ['b'], undefined);
    await expect(late).rejects.toBeInstanceOf(StaleObjectError);
    await expect(late).rejects.toMatchObject({
      name: 'StaleObjectError',
      message: expect.stringMatching(
        / was changed by another writer since it was read; read it again and start over$/,
      ),
    });
  });
});

test('a large record is parsed once for all its days, and again once it has changed', async () => {
  const { store } = made;
  const files = Array.from({ length: 1000 }, (_, at) => ({
    date: '2021-10-04',
    key: `curated/bets/files/2021-10-04/${'0'.repeat(32)}.${at}.parquet`,
    rows_count: 1,
  }));
  const large = recordOf(landingKey, { files });
  await putLoadRecord(store, large, undefined);
  const first = await readLoadRecord(store, 'bets', landingKey);
  expect(first?.record).toEqual(large);
  expect(await readLoadRecord(store, 'bets', landingKey)).toBe(first);
  await putLoadRecord(store, { ...large, lines: 1000 }, first?.etag);
  expect((await readLoadRecord(store, 'bets', landingKey))?.record.lines).toBe(1000);
});
