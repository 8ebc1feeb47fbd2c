import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { RecordBatchReader } from 'apache-arrow';
import { stringify } from 'csv-stringify/sync';
import { beforeAll, describe, expect, test } from 'vitest';
import { toTable } from '../../bin/output/print-result.ts';
import { toArrowStream } from '../../bin/output/to-arrow.ts';
import { openLakeForReading } from '../../client/local/query-lake.ts';
import { collectRows, type Result, toJson, type Value } from '../../client/queries/result.ts';
import { runDuckDb } from '../../client/queries/run-duckdb.ts';
import { type FileFormat, writeLocalView, writeResult } from '../../client/queries/write-view-file.ts';
import { toMetricSql } from '../../glue/metrics/index.ts';
import { views } from '../../glue/views/index.ts';
import { makeFolder, makeLake, type TempLake } from '../client/local/temp-lake.ts';
import { readParquet } from '../convert/read-parquet.ts';
import { useExploredLakes } from '../explore/open-lakes.ts';
import { landed } from '../oracle/landing-example.ts';
import { game, monday, player, stake } from './rows.ts';

/** Two players who differ by one invisible character, and the values that go with it through every format. */
const mark = '\ufeff';
const metric = toMetricSql({ metric: 'amounts-per-player', by: 'day', slice: ['country_code'], where: [] });

let lake: TempLake;
beforeAll(async () => {
  lake = await makeLake();
  await lake.ingest([
    landed(
      'bets/a.jsonl',
      stake(1, monday, { player_code: 'P1', last_event_dt: `${monday}T12:00:00.500Z` }),
      stake(1, monday, { player_code: 'P0', last_event_dt: `${monday} 12:00:00.4990` }),
      stake(2, monday, { player_code: `${mark}P1`, last_event_dt: `${monday}T14:00:00+02:00` }),
    ),
    landed(
      'players/a.jsonl',
      player('P1', { registration_dt: '2020-01-01T00:00:00.050+01:00' }),
      player(`${mark}P1`, { country_code: `${mark}FI`, registration_dt: '2020-01-01 00:00:00.000' }),
    ),
    landed('games/a.jsonl', game(1)),
  ]);
});

/** A query's rows, whole. */
async function queryLake(sql: string): Promise<Record<string, Value>[]> {
  return lake.read(async (connection) => collectRows(await runDuckDb(connection, sql)));
}

/** Writes the view of the players as `betlake export` does. */
async function writePlayers(folder: string, path: string, format: FileFormat): Promise<void> {
  const view = views.find(({ name }) => name === 'players_current');
  if (!view) throw new Error('expected the view players_current');
  const reader = await openLakeForReading(lake.folder, [folder]);
  try {
    await writeLocalView(reader.connection, view, path, format);
  } finally {
    await reader.close();
  }
}

async function print<T>(work: (result: Result) => Promise<T>): Promise<T> {
  return lake.read(async (connection) => work(await runDuckDb(connection, metric)));
}

const both = [
  ['P1', 'FI'],
  [`${mark}P1`, `${mark}FI`],
];

describe('players whose codes differ in a leading U+FEFF are two', () => {
  test('in a query', async () => {
    const rows = await queryLake('select player_code, country_code from players_current order by 1');
    expect(rows.map(Object.values)).toEqual(both);
  });

  test('in a metric, as JSON, CSV, a table and Arrow', async () => {
    const rows = await print(collectRows);
    expect(rows.map((row) => [row.player_code, row.country_code]).sort()).toEqual(both);
    const texts = rows.map((row) => Object.values(row));
    for (const [code, country] of both) {
      expect(rows.map(toJson).join()).toContain(`"player_code": "${code}"`);
      expect(stringify(texts)).toContain(`,${code},`);
      expect(stringify(texts)).toContain(`,${country}`);
    }
    const table = toTable(
      [{ name: 'player_code', type: 'VARCHAR' }],
      rows.map(({ player_code }) => [player_code ?? null]),
    );
    expect(table).toContain('\\ufeffP1');

    const pieces: Uint8Array[] = [];
    await print(async (result) => {
      for await (const piece of toArrowStream(result)) pieces.push(piece);
    });
    const bytes = Buffer.concat(pieces);
    expect(RecordBatchReader.from(bytes).next().value.numRows).toBe(2);
    // Its own reader would take the mark off: the bytes of both players lie one behind the other.
    const codes = [Buffer.from(`P1${mark}P1`), Buffer.from(`${mark}P1P1`)];
    expect(codes.some((code) => bytes.includes(code))).toBe(true);
  });

  test.each<FileFormat>(['csv', 'parquet'])('in a file of %s, of a view and of a result', async (format) => {
    const folder = await makeFolder();
    const [view, result] = [join(folder, `view.${format}`), join(folder, `result.${format}`)];
    await writePlayers(folder, view, format);
    await print((out) => writeResult(out, result, format));
    for (const path of [view, result]) {
      const codes =
        format === 'csv'
          ? (await readFile(path, 'utf8')).split('\n').flatMap((line) => line.match(/\ufeff?P1/) ?? [])
          : (await readParquet(path)).rows.map(({ player_code }) => player_code);
      expect(codes.map(String).sort()).toEqual(['P1', `${mark}P1`]);
    }
  });

  const open = useExploredLakes();
  test.each([false, true])('on the page, with the copy of the rollup: %s', async (copies) => {
    const { result, slices } = await open(lake.folder, copies);
    for (const [, country = ''] of both) {
      const { rows } = await result('amounts-per-player', {
        by: 'day',
        where: [{ column: 'country_code', value: country }],
      });
      expect(rows).toHaveLength(1);
      expect(rows.flat()).toContain(country === 'FI' ? 'P1' : `${mark}P1`);
    }
    const counted = await slices({ by: 'day', where: [] });
    const countries = counted.columns.find(({ column }) => column === 'country_code');
    expect(JSON.stringify(countries)).toContain(`"${mark}FI"`);
    expect(JSON.stringify(countries)).toContain('"FI"');
  });
});

describe('a time with milliseconds', () => {
  test('decides which row is the newest, and is printed as it is', async () => {
    expect(await queryLake("select player_code from activity_daily where player_code like '%P0'")).toEqual(
      [],
    );
    const times = 'select cast(bet_id as integer) as id, player_code, last_event_dt from bets order by 1, 3';
    expect((await queryLake(times)).map(Object.values)).toEqual([
      [1, 'P0', `${monday} 12:00:00.499`],
      [1, 'P1', `${monday} 12:00:00.500`],
      [2, `${mark}P1`, `${monday} 12:00:00`],
    ]);
  });

  test('is in every file and format what it is in a query', async () => {
    const query = "select registration_dt from players_current where player_code = 'P1'";
    expect(await queryLake(query)).toEqual([{ registration_dt: '2019-12-31 23:00:00.050' }]);
    const arrow = await lake.read(async (connection) => {
      const reader = await RecordBatchReader.from(toArrowStream(await runDuckDb(connection, query)));
      return (await reader.next()).value.getChildAt(0)?.get(0);
    });
    expect(new Date(Number(arrow)).toISOString()).toBe('2019-12-31T23:00:00.050Z');
    const folder = await makeFolder();
    const path = join(folder, 'players.csv');
    await writePlayers(folder, path, 'csv');
    const csv = await readFile(path, 'utf8');
    expect(csv).toContain('2019-12-31 23:00:00.050');
    expect(csv).toMatch(/2020-01-01 00:00:00(?!\.)/);
  });
});
