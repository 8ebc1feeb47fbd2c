import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { tables } from '../../../client/local/lake-tables.ts';
import { toSqlText } from '../../../glue/sql.ts';
import { views } from '../../../glue/views/index.ts';
import { type Run, runBetlake } from '../../bin/run-betlake.ts';
import { makeFolder } from '../../client/local/temp-lake.ts';
import { recipes } from '../lakes.ts';
import { makeTwin, type TwinLake } from '../trino-lake.ts';
import { type AthenaBridge, startAthenaBridge } from './athena-bridge.ts';

let lake: TwinLake;
let bridge: AthenaBridge;

beforeAll(async () => {
  const recipe = recipes.find(({ stage }) => stage === 'turn2020');
  if (!recipe) throw new Error('no such lake');
  lake = await makeTwin(await recipe.make(), 'athena', recipe.firstDate);
  bridge = await startAthenaBridge({ url: inject('trino') });
  process.env.AWS_ENDPOINT_URL_ATHENA = bridge.url;
});

afterAll(async () => {
  await bridge?.stop();
});

/** Runs a command on the folder and on the stack. */
async function runBoth(...command: string[]): Promise<{ local: Run; athena: Run }> {
  const local = await runBetlake(...command, '--lake', lake.folder);
  const athena = await runBetlake(...command, '--athena', lake.catalog.stack);
  return { local, athena };
}

const commands: readonly (readonly string[])[] = [
  ['metrics', 'bets-per-player', '--by', 'day', '--format', 'csv'],
  [
    'metrics',
    'bets-per-player',
    '--by',
    'week',
    '--slice',
    'country_code,brand_id',
    '--total',
    '--format',
    'json',
  ],
  ['metrics', 'amounts-per-player', '--by', 'month', '--top', '5'],
  [
    'metrics',
    'amounts-per-player',
    '--by',
    'year',
    '--slice',
    'activity_type',
    '--from',
    '2020-12-31',
    '--format',
    'json',
  ],
  ['metrics', 'most-played-games', '--by', 'week', '--top', '3', '--format', 'json'],
  [
    'metrics',
    'distinct-games-per-player',
    '--by',
    'year',
    '--where',
    'player_ccy_code=EUR',
    '--format',
    'csv',
  ],
  ['metrics', 'most-played-games', '--by', 'day', '--where', 'brand_id=', '--format', 'csv'],
  ['query', 'select * from activity_daily order by 1, 2, 3, 4, 12, 13, 14, 15, 16', '--format', 'csv'],
  ['query', 'select * from players_current order by 1, 2', '--format', 'json'],
  ['query', 'select * from money_weekly order by 1, 2, 3, 4, 5, 6'],
  ['loads'],
  ['loads', '--format', 'json'],
  ['quarantine'],
  ['quarantine', '--dataset', 'bets', '--format', 'json'],
  ['quarantine', '--lines', '50', '--format', 'json'],
  ['conflicts', '--format', 'csv'],
];

describe('a query of the deployed lake prints what the local run prints', () => {
  test.each(commands.map((command) => [command.join(' '), command] as const))(
    'betlake %s',
    async (_, command) => {
      const { local, athena } = await runBoth(...command);
      expect(athena.code, athena.stderr).toBe(0);
      expect(local.stdout.length).toBeGreaterThan(100);
      expect(athena.stdout).toBe(local.stdout);
    },
  );
});

test('a result of many pages arrives whole', async () => {
  const columns = 'landing_key, line_number, bet_id, bet_dt, player_code, real_debit_amount';
  const { local, athena } = await runBoth(
    'query',
    `select ${columns} from bets order by landing_key, line_number`,
    '--format',
    'csv',
  );
  expect(athena.stdout).toBe(local.stdout);
  expect(athena.stdout.split('\n').length).toBeGreaterThan(2000);
});

test('`show tables` names every table and view, the first too', async () => {
  const { athena } = await runBoth('query', 'show tables', '--format', 'csv');
  const [, ...names] = athena.stdout.trim().split('\n');
  expect(names.sort()).toEqual([...tables, ...views].map(({ name }) => name).sort());
});

test('what may do more than read is refused in the same words on both', async () => {
  const { local, athena } = await runBoth('query', 'drop view activity_daily');
  expect(athena).toEqual(local);
  expect(athena.stderr).toContain('queries can only read the lake: expected a SELECT');
});

describe('betlake export writes the rows that the local run writes', () => {
  test('as CSV', async () => {
    const [here, there] = [await makeFolder(), await makeFolder()];
    await runBetlake(
      'export',
      'slice_metrics_weekly',
      '--format',
      'csv',
      '--out',
      here,
      '--lake',
      lake.folder,
    );
    const to = ['--out', there, '--athena', lake.catalog.stack];
    expect((await runBetlake('export', 'slice_metrics_weekly', '--format', 'csv', ...to)).code).toBe(0);
    const readLines = async (folder: string) => {
      const [head, ...rows] = (await readFile(join(folder, 'slice_metrics_weekly.csv'), 'utf8')).split('\n');
      return [head, ...rows.sort()];
    };
    expect(await readLines(there)).toEqual(await readLines(here));
  });

  test('as Parquet, every view that goes by periods, types and all', async () => {
    const [here, there] = [await makeFolder(), await makeFolder()];
    const local = await runBetlake('export', '--out', here, '--lake', lake.folder);
    const athena = await runBetlake('export', '--out', there, '--athena', lake.catalog.stack);
    expect(athena.code, athena.stderr).toBe(0);
    expect(athena.stdout.replaceAll(there, here)).toBe(local.stdout);
    const { DuckDBInstance } = await import('@duckdb/node-api');
    const connection = await (await DuckDBInstance.create()).connect();
    const read = (folder: string, name: string) =>
      `read_parquet(${toSqlText(join(folder, `${name}.parquet`))})`;
    for (const name of ['activity_daily', 'money_monthly', 'player_metrics_yearly']) {
      const [ours, theirs] = [read(here, name), read(there, name)];
      const same = `select (select count(*) from ${ours}) as count,
        (select count(*) from (from ${ours} except all from ${theirs})) as missing,
        (select count(*) from (from ${theirs} except all from ${ours})) as surplus,
        (select list(column_type) from (describe from ${ours})) = (select list(column_type) from (describe from ${theirs})) as same_types`;
      const [row] = (await connection.runAndReadAll(same)).getRowObjects();
      expect({ name, ...row }).toMatchObject({ name, missing: 0n, surplus: 0n, same_types: true });
      expect(Number(row?.count)).toBeGreaterThan(0);
    }
    connection.closeSync();
  });
});

test("a query that the engine refuses ends with the engine's reason", async () => {
  const { code, stderr } = await runBetlake(
    'query',
    'select nope from money_daily',
    '--athena',
    lake.catalog.stack,
  );
  expect(code).toBe(1);
  expect(stderr).toMatch(/the query failed in Athena: COLUMN_NOT_FOUND: .*nope/);
});

test('a stack that is not there is reported, with what to do', async () => {
  const { code, stderr } = await runBetlake('conflicts', '--athena', 'Betlake-nowhere');
  expect(code).toBe(1);
  expect(stderr).toContain('there is no stack Betlake-nowhere in the region');
});

test("queries run in the stack's workgroup and database, and do not name where results go", () => {
  for (const query of bridge.started) {
    expect(query).toMatchObject({
      WorkGroup: 'betlake-athena',
      QueryExecutionContext: { Catalog: 'AwsDataCatalog', Database: 'betlake_athena' },
    });
    expect(query).not.toHaveProperty('ResultConfiguration');
  }
});
