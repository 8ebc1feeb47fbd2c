import { beforeAll, describe, expect, inject, test } from 'vitest';
import { toMetricSql } from '../../glue/metrics/index.ts';
import { viewTemplates } from '../../glue/views/index.ts';
import { makeFolder, makeLake } from '../client/local/temp-lake.ts';
import { makeSampleObjects } from '../exactness/sample-objects.ts';
import { deployCatalog } from './deploy-catalog.ts';
import { queryTrino, readPartitions, type TrinoPlace } from './query-trino.ts';
import { makeTwin, type TwinLake } from './trino-lake.ts';
import { type ActivityDay, writeActivity } from './write-activity.ts';

const rowsADay = 1500;

describe('of thirteen months of activity', () => {
  let place: TrinoPlace;
  let days: readonly ActivityDay[];

  beforeAll(async () => {
    const { database, bucket } = await deployCatalog('pruned', '2023-01-01');
    place = { url: inject('trino'), schema: database };
    const folder = await makeFolder();
    days = await writeActivity({ bucket, folder, first: '2023-12-01', days: 397, rowsADay });
  });

  /** Holds a query to have read the files of the days from one to another, and nothing else. */
  async function expectRead(sql: string, first: string, last: string): Promise<void> {
    const { statistics } = await queryTrino(place, sql);
    const read = days.filter(({ date }) => date >= first && date <= last);
    const { inputRows, inputBytes } = statistics;
    expect({ sql, inputRows, inputBytes }).toEqual({
      sql,
      inputRows: read.length * rowsADay,
      inputBytes: read.reduce((sum, { bytes }) => sum + bytes, 0),
    });
  }

  const ranges = [
    { grain: 'daily', period: '2024-02-29', first: '2024-02-29', last: '2024-02-29' },
    { grain: 'weekly', period: '2024-01-01', first: '2024-01-01', last: '2024-01-07' },
    { grain: 'weekly', period: '2024-12-30', first: '2024-12-30', last: '2024-12-31' },
    { grain: 'monthly', period: '2024-02-01', first: '2024-02-01', last: '2024-02-29' },
    { grain: 'yearly', period: '2024-01-01', first: '2024-01-01', last: '2024-12-31' },
  ];
  const templates = viewTemplates.filter(({ grains, dataset }) => grains.length > 0 && !dataset);
  const cases = templates.flatMap(({ name }) =>
    ranges.map((range) => ({ view: `${name}_${range.grain}`, ...range })),
  );

  test.each(cases)('$view reads for $period the files of $first to $last alone', async (range) => {
    await expectRead(
      `select count(*) from ${range.view} where period_start = date '${range.period}'`,
      range.first,
      range.last,
    );
  });

  test('a metric over a range of dates reads the files of those dates alone', async () => {
    const query = {
      metric: 'amounts-per-player',
      by: 'month',
      slice: ['game_type_code'],
      where: [],
      top: 1,
    } as const;
    const [from, to] = ['2024-03-30', '2024-04-02'];
    await expectRead(toMetricSql({ ...query, from, to }), from, to);
  });

  test.each(['2023-11-30', '2025-01-01', '1999-12-31', '2055-01-01'])(
    'a day that was not loaded, %s, gives no rows, no error and reads nothing',
    async (date) => {
      for (const { name } of templates) {
        const sql = `select * from ${name}_daily where period_start = date '${date}'`;
        const { rows, statistics } = await queryTrino(place, sql);
        expect({ sql, rows, bytes: statistics.inputBytes }).toEqual({ sql, rows: [], bytes: 0 });
      }
    },
  );

  test('a year of the rollup lists one prefix', async () => {
    const { id } = await queryTrino(place, 'select count(*) from activity where year = 2024');
    expect((await readPartitions(place, id)).get('activity')).toEqual(['year=2024']);
  });
});

describe('of curated bets', () => {
  let lake: TwinLake;

  beforeAll(async () => {
    const sample = { bets: 3000, players: 100, games: 30, days: 8, start: '2020-12-28', seed: 5 };
    const local = await makeLake();
    await local.ingest(await makeSampleObjects(sample));
    lake = await makeTwin(local, 'curated', '2015-01-01');
  });

  test('a day reads the one prefix of the day', async () => {
    const sql = "select count(*), sum(real_debit_amount) from bets where dt = '2020-12-31'";
    const { id, rows } = await queryTrino(lake.place, sql);
    expect((await readPartitions(lake.place, id)).get('bets')).toEqual(['dt=2020-12-31']);
    expect(Number(rows[0]?.[0])).toBeGreaterThan(0);
  });

  test('days read their prefixes, also those that nothing was loaded for', async () => {
    const sql = "select count(*) from bets where dt between '2021-01-03' and '2021-01-06'";
    const { id } = await queryTrino(lake.place, sql);
    const prefixes = ['2021-01-03', '2021-01-04', '2021-01-05', '2021-01-06'].map((day) => `dt=${day}`);
    expect((await readPartitions(lake.place, id)).get('bets')?.toSorted()).toEqual(prefixes);
  });

  test.each(['2014-12-31', '2019-02-30', '2022-06-01', '2077-01-01'])(
    '%s gives no rows and no error',
    async (dt) => {
      const { rows, statistics } = await queryTrino(lake.place, `select * from bets where dt = '${dt}'`);
      expect({ rows, bytes: statistics.inputBytes }).toEqual({ rows: [], bytes: 0 });
    },
  );
});
