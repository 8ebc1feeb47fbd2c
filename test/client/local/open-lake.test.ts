import { afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { FolderStore } from '../../../client/local/folder-store.ts';
import { readKnownFiles } from '../../../client/local/known-files.ts';
import { type LazyLakeReader, openLakeLazily } from '../../../client/local/query-lake.ts';
import { collectRows } from '../../../client/queries/result.ts';
import { runDuckDb } from '../../../client/queries/run-duckdb.ts';
import { datasetNames } from '../../../glue/datasets/index.ts';
import { metricNames, toMetricSql } from '../../../glue/metrics/index.ts';
import { bet, landed } from '../../oracle/landing-example.ts';
import { readRows } from './plain-rows.ts';
import { makeLake, type TempLake } from './temp-lake.ts';

const days = Array.from({ length: 70 }, (_, at) =>
  new Date(Date.UTC(2021, 8, 1 + at)).toISOString().slice(0, 10),
);
const filesOfBets = days.map((day, at) =>
  landed(`bets/${day}.jsonl`, bet({ bet_id: at, bet_dt: `${day} 12:00:00` })),
);
const october = { from: '2021-10-01', to: '2021-10-31' };

/** The keys that a store reads and the prefixes that it lists from now on. */
function watchStore() {
  const [get, list] = [vi.spyOn(FolderStore.prototype, 'get'), vi.spyOn(FolderStore.prototype, 'list')];
  return {
    read: () => get.mock.calls.map(([key]) => key),
    listed: () => list.mock.calls.map(([prefix]) => prefix),
  };
}

afterEach(() => void vi.restoreAllMocks());

describe('a lake of many days and files', () => {
  let lake: TempLake;
  beforeAll(async () => {
    lake = await makeLake();
    await lake.ingest([...filesOfBets, landed('games/a.jsonl', { game_id: 1, game_name: 'G' })]);
  });

  async function withReader<T>(work: (reader: LazyLakeReader) => Promise<T>): Promise<T> {
    const reader = await openLakeLazily(lake.folder);
    try {
      return await work(reader);
    } finally {
      await reader.close();
    }
  }

  /** How many of the files of activity the engine opens for a query, as `opened/all`. */
  async function explainFiles(sql: string): Promise<string[]> {
    return withReader(async ({ connection, bind }) => {
      await bind(sql);
      const plan = await connection.runAndReadAll(`explain ${sql}`);
      return String(plan.getRows()[0]?.[1]).match(/\d+\/\d+(?= )/g) ?? [];
    });
  }

  test.each(metricNames)('gives the engine only the files of the month for %s', async (metric) => {
    const sql = toMetricSql({ metric, by: 'month', slice: ['game_type_code'], where: [], ...october });
    expect(await explainFiles(sql)).toEqual(['31/70']);
  });

  test.each([
    ['the day', `select * from activity_daily where period_start = date '2021-10-04'`, '1/70'],
    ['the week', `select * from slice_metrics_weekly where period_start = date '2021-10-04'`, '7/70'],
    ['the dates', `select sum(bets_count) from activity where bet_date >= date '2021-11-01'`, '9/70'],
  ])('gives the engine only the files of %s for a query over a view', async (_, sql, files) => {
    expect(await explainFiles(sql)).toEqual([files]);
  });

  test('lists and reads nothing for a query that names no table, and shows every view all the same', async () => {
    const watched = watchStore();
    await withReader(async ({ connection, bind }) => {
      for (const sql of ['select 1', 'show tables']) {
        await bind(sql);
        expect(await readRows(connection, sql)).not.toEqual([]);
      }
    });
    expect([...watched.read(), ...watched.listed()]).toEqual([]);
  });

  test('reads the manifests of years and dimensions for a metric, and no record or manifest of a day', async () => {
    const watched = watchStore();
    const sql = toMetricSql({
      metric: 'amounts-per-player',
      by: 'month',
      slice: ['game_type_code'],
      where: [],
      ...october,
    });
    await withReader(async ({ bind }) => {
      await bind(sql);
      await bind(sql);
    });
    expect(watched.listed()).toEqual(['rollup/activity/manifest/']);
    expect(watched.read().sort()).toEqual([
      'rollup/activity/manifest/year=2021/symlink.txt',
      'rollup/game_dimension/manifest/symlink.txt',
      'rollup/player_dimension/manifest/symlink.txt',
    ]);
  });

  test('lists the ledger alone for the table loads, which the engine reads as one file', async () => {
    const watched = watchStore();
    const loads = await withReader(async ({ connection, bind }) => {
      await bind('from loads');
      return readRows(connection, 'select landing_key from loads order by 1');
    });
    expect(loads).toHaveLength(71);
    expect(watched.listed()).toEqual(datasetNames.map((name) => `loads/${name}/`));
    expect(watched.read()).toEqual([]);
  });

  test('leaves the markers of publications out of the files of bets', async () => {
    expect(await lake.rows('select count(*) as n from bets')).toEqual([{ n: 70n }]);
    const sql = 'select * from bets';
    await withReader(async ({ connection, bind }) => {
      await bind(sql);
      const read = await connection.runAndReadAll(`explain analyze ${sql}`);
      expect(String(read.getRows()[0]?.[1])).toMatch(/Total Files Read:\s*70/);
    });
  });

  test('fails a query that hides the name of a table it reads, rather than show the table empty', async () => {
    const sql = `select * from query_table('be' || 'ts')`;
    await withReader(async ({ connection, bind }) => {
      await bind(sql);
      // `betlake query` does not allow the function; whoever reads a lake by code may use it.
      await expect(connection.runAndReadAll(sql)).rejects.toThrow(
        'name the table bets, which this query reads, in plain text',
      );
      await expect(runDuckDb(connection, sql).then(collectRows)).rejects.toThrow(
        'query_table may do more than read',
      );
    });
  });
});

test('an ingest of files that the lake has reads each record three times, and of new ones twice more', async () => {
  const lake = await makeLake();
  const countReads = async () => {
    const watched = watchStore();
    await readKnownFiles(lake.folder);
    await lake.ingest(filesOfBets);
    const ofLedger = watched.read().filter((key) => key.startsWith('loads/bets/'));
    vi.restoreAllMocks();
    return ofLedger.length / filesOfBets.length;
  };
  // Whether it is known, what is pending, what is live of its day.
  expect(await countReads()).toBe(3);
  // All files, then each; replays that a known file may have; what is pending.
  expect(await countReads()).toBe(5);
});

test('files of several converters are read together, each by the columns that its own version has', async () => {
  const lake = await makeLake();
  await lake.ingest(filesOfBets.slice(0, 2));
  await lake.configure({ first_date: '2020-01-01' });
  await lake.ingest(filesOfBets.slice(2, 4));
  expect(await lake.rows('select count(*) as n, sum(bet_id) as ids from bets')).toEqual([{ n: 4n, ids: 6n }]);
});
