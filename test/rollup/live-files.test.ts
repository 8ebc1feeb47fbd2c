import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { curatedFileKey, curatedMarkerKey, toLoadId } from '../../lambdas/core/keys.ts';
import { emptyRecord, putLoadRecord, readLoadRecord } from '../../lambdas/core/ledger.ts';
import { listAllLiveFiles, listLiveFiles } from '../../lambdas/rollup/live-files.ts';
import { type MemoryS3Store, makeMemoryS3Store } from '../core/memory-s3-store.ts';

describe('the live files of a day', () => {
  let lake: MemoryS3Store;
  beforeAll(async () => {
    lake = await makeMemoryS3Store();
  });
  afterAll(() => lake.clean());

  const toKey = (key: string, attempt: string, date: string) =>
    curatedFileKey('bets', date, { loadId: toLoadId(key), attempt, converter: 'c' });

  /** A load of an object; its files are empty. */
  async function load(key: string, attempt: string, dates: readonly string[]) {
    const files = dates.map((date) => ({ date, key: toKey(key, attempt, date), rows_count: 1 }));
    for (const file of files) await lake.store.put(file.key, '', undefined);
    const current = await readLoadRecord(lake.store, 'bets', key);
    const record = { ...emptyRecord('bets', { key, size: 1 }, toLoadId(key)), attempt, files };
    await putLoadRecord(lake.store, { ...record, status: 'loaded', dates: [...dates] }, current?.etag);
  }

  it('are those that records name, and no others', async () => {
    await load('bets/a.jsonl', '1', ['2021-01-01', '2021-01-02']);
    await load('bets/b.jsonl', '1', ['2021-01-01']);
    await load('bets/a.jsonl', '2', ['2021-01-01']);
    const live = [toKey('bets/a.jsonl', '2', '2021-01-01'), toKey('bets/b.jsonl', '1', '2021-01-01')].sort();
    expect(await listLiveFiles(lake.store, 'bets', '2021-01-01')).toEqual(live);
    expect(await listLiveFiles(lake.store, 'bets', '2021-01-02')).toEqual([]);
    expect(await listAllLiveFiles(lake.store, 'bets')).toEqual(live);
  });

  it('are those of one attempt or the other where a load is replaced between the listing and its record', async () => {
    await load('bets/c.jsonl', '1', ['2022-01-01']);
    lake.s3.calls.hook = async ({ operation, when }) => {
      if (operation !== 'ListObjectsV2' || when === 'before') return;
      lake.s3.calls.hook = undefined;
      await load('bets/c.jsonl', '2', ['2022-01-01']);
    };
    expect(await listLiveFiles(lake.store, 'bets', '2022-01-01')).toEqual([
      toKey('bets/c.jsonl', '2', '2022-01-01'),
    ]);
  });

  it('are found without reading a record for the file that marks a publication', async () => {
    await lake.store.put(curatedMarkerKey('bets', '2023-01-01', '1'), '', undefined);
    const read: string[] = [];
    lake.s3.calls.hook = ({ key, operation }) => {
      if (operation === 'GetObject') read.push(key);
    };
    expect(await listLiveFiles(lake.store, 'bets', '2023-01-01')).toEqual([]);
    lake.s3.calls.hook = undefined;
    expect(read).toEqual([]);
  });
});
