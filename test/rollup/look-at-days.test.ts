import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { curatedFileKey, curatedManifestKey, curatedMarkerKey, toLoadId } from '../../lambdas/lake/keys.ts';
import { putLoadRecord, readLoadRecord } from '../../lambdas/lake/ledger.ts';
import { emptyRecord } from '../../lambdas/lake/load-record.ts';
import { putManifest } from '../../lambdas/lake/manifest.ts';
import { lookAtDays } from '../../lambdas/rollup/look-at-days.ts';
import { type MemoryS3Store, makeMemoryS3Store } from '../lake/memory-s3-store.ts';

describe('a look at days', () => {
  let lake: MemoryS3Store;
  beforeAll(async () => {
    lake = await makeMemoryS3Store();
  });
  afterAll(() => lake.clean());

  /** A load of an object, as far as a look sees it: its files are empty. */
  async function load(key: string, attempt: string, dates: readonly string[], former: readonly string[]) {
    const loadId = toLoadId(key);
    const files = dates.map((date) => ({
      date,
      key: curatedFileKey('bets', date, loadId, attempt),
      rows_count: 1,
    }));
    for (const file of files) await lake.store.put(file.key, '', undefined);
    const standing = await readLoadRecord(lake.store, 'bets', key);
    const record = { ...emptyRecord('bets', { key, size: 1 }, loadId), attempt, files };
    const days = { dates: [...dates], former_dates: [...former] };
    await putLoadRecord(lake.store, { ...record, status: 'loaded', ...days }, standing?.etag);
  }

  async function look(...dates: string[]): Promise<string[]> {
    const found = await lookAtDays(lake, dates, 2);
    return found.map(({ date }) => date).sort();
  }

  it('takes the days together that a replaced file has and had, of that year', async () => {
    await load('bets/a.jsonl', '1', ['2020-12-31', '2021-01-02', '2021-01-03'], []);
    expect(await look('2021-01-03')).toEqual(['2021-01-03']);
    const shown = curatedFileKey('bets', '2021-01-02', toLoadId('bets/a.jsonl'), '1');
    await putManifest(lake.store, curatedManifestKey('bets', '2021-01-02'), [shown], undefined);
    await load('bets/a.jsonl', '2', ['2020-12-31', '2021-01-03'], ['2020-12-31', '2021-01-02', '2021-01-03']);
    expect(await look('2021-01-03')).toEqual(['2021-01-02', '2021-01-03']);
    expect(await look('2021-01-02')).toEqual(['2021-01-02', '2021-01-03']);
    expect(await look('2020-12-31')).toEqual(['2020-12-31']);
  });

  it('goes from one file to the next', async () => {
    await load('bets/b.jsonl', '1', ['2022-01-01', '2022-01-02'], ['2022-01-01']);
    await load('bets/c.jsonl', '1', ['2022-01-02', '2022-01-03'], ['2022-01-03']);
    expect(await look('2022-01-01')).toEqual(['2022-01-01', '2022-01-02', '2022-01-03']);
  });

  it('takes no day with it whose files the manifest shows as they are', async () => {
    const key = 'bets/shown.jsonl';
    const days = ['2026-01-01', '2026-01-02'];
    await load(key, '2', days, ['2026-01-03']);
    expect(await look('2026-01-01')).toEqual([...days, '2026-01-03']);
    for (const day of days) {
      const shown = [curatedFileKey('bets', day, toLoadId(key), '2'), curatedMarkerKey('bets', day, '2')];
      await putManifest(lake.store, curatedManifestKey('bets', day), shown, undefined);
    }
    expect(await look('2026-01-01')).toEqual(['2026-01-01']);
  });

  it('asks for no record of the file that marks a publication', async () => {
    await lake.store.put(curatedMarkerKey('bets', '2027-01-01', '1'), '', undefined);
    const asked: string[] = [];
    lake.s3.calls.hook = ({ key, operation }) => {
      if (operation === 'GetObject') asked.push(key);
    };
    const [found] = await lookAtDays(lake, ['2027-01-01'], 1);
    lake.s3.calls.hook = undefined;
    expect(found).toMatchObject({ loads: [], counting: [] });
    expect(asked.filter((key) => key.startsWith('loads/'))).toEqual([]);
  });

  it('takes no more than two months together', async () => {
    const dates = Array.from({ length: 90 }, (_, at) =>
      new Date(Date.UTC(2023, 0, 1 + at)).toISOString().slice(0, 10),
    );
    await load('bets/d.jsonl', '1', dates, dates);
    expect(await look('2023-03-31')).toEqual([...dates.slice(0, 61), '2023-03-31']);
  });

  it('looks again at a day that saw a file before it was replaced', async () => {
    await load('bets/e.jsonl', '1', ['2024-01-01'], []);
    await load('bets/f.jsonl', '1', ['2024-01-02'], []);
    lake.s3.calls.hook = async ({ operation, key, when }) => {
      if (operation !== 'ListObjectsV2' || !key.includes('2024-01-02') || when === 'after') return;
      lake.s3.calls.hook = undefined;
      await load('bets/e.jsonl', '2', ['2024-01-02'], ['2024-01-01']);
    };
    const found = await lookAtDays(lake, ['2024-01-01', '2024-01-02'], 1);
    const counting = new Map(found.map((files) => [files.date, files.counting.length]));
    expect(counting).toEqual(
      new Map([
        ['2024-01-01', 0],
        ['2024-01-02', 2],
      ]),
    );
  });

  it('fails in words where a file that a record names was removed', async () => {
    const days = ['2025-01-01', '2025-01-02', '2025-01-03'];
    await load('bets/g.jsonl', '1', days, []);
    await load('bets/h.jsonl', '1', days.slice(1), []);
    for (const day of days.slice(1)) {
      await lake.store.delete([curatedFileKey('bets', day, toLoadId('bets/g.jsonl'), '1')]);
    }
    await expect(look(...days)).rejects.toThrow(
      'the bets of 2025-01-02, 2025-01-03 are not those that the ledger',
    );
  });
});
