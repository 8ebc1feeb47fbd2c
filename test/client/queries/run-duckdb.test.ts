import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { collectRows } from '../../../client/queries/result.ts';
import { runDuckDb } from '../../../client/queries/run-duckdb.ts';
import { bet, landed } from '../../oracle/landing-example.ts';
import { makeFolder, makeLake } from '../local/temp-lake.ts';

/** What came of each statement: its rows, or the first line of why it was refused. */
async function tryEach(statements: (folder: string, outside: string) => readonly string[]) {
  const lake = await makeLake();
  await lake.ingest([landed('bets/a.jsonl', bet({}))]);
  const outside = await makeFolder();
  const before = readdirSync(lake.folder, { recursive: true });
  const outcomes = await lake.read(async (connection) => {
    const tried: [string, unknown][] = [];
    for (const sql of statements(lake.folder, outside)) {
      const outcome = await runDuckDb(connection, sql)
        .then(collectRows)
        .catch((error) => {
          return String(error.message).split('\n')[0];
        });
      tried.push([sql, outcome]);
    }
    return tried;
  });
  expect(readdirSync(lake.folder, { recursive: true })).toEqual(before);
  expect(readdirSync(outside)).toEqual([]);
  return outcomes;
}

describe('a query of the caller’s own', () => {
  test('runs in any form that a SELECT has, explained or not', async () => {
    const outcomes = await tryEach(() => [
      'select bet_id from bets',
      'from bets',
      '(select 1) union all (select 2)',
      'with one as (select 1 as a) select * from one',
      'values (1)',
      'describe activity_daily',
      'show tables',
      'summarize bets',
      'select * from range(3), generate_series(1, 2), unnest([1])',
      "select * from json_each('{}'), duckdb_views() limit 1",
      "/* copy */ select 'explain copy' -- drop",
      'explain select 1',
      'EXPLAIN ANALYZE select count(*) from bets',
      'pivot bets on brand_id in (1, 2) using count(*)',
    ]);
    for (const [sql, outcome] of outcomes) expect([sql, Array.isArray(outcome)]).toEqual([sql, true]);
  });

  test('that is anything else is refused, and nothing is written, made or changed', async () => {
    const outcomes = await tryEach((folder, outside) => [
      ...[join(folder, 'lake.json'), join(folder, 'x'), join(outside, 'x')].flatMap((path) => [
        `copy (select 1) to '${path}'`,
        `explain copy (select 1) to '${path}'`,
        `explain analyze copy (select 1) to '${path}'`,
        `export database '${path}'`,
        `attach '${path}' as other`,
        `select * from enable_logging(storage := 'file', storage_path := '${path}')`,
        `select * from query('select * from enable_logging(storage := ''file'', storage_path := ''${path}'')')`,
        `from system.main.ENABLE_LOGGING(storage := 'file', storage_path := '${path}')`,
        `select * from enable_profiling(save_location := '${path}', format := 'json')`,
        `from Enable_Profiling(save_location := '${path}')`,
        `describe select * from enable_profiling(save_location := '${path}')`,
        `summarize (from enable_profiling(save_location := '${path}'))`,
        `select (select count(*) from enable_profiling(save_location := '${path}'))`,
        `with x as (from enable_profiling(save_location := '${path}')) select 1 from range(3), x`,
        `from read_duckdb('${path}', table_name := 'x')`,
      ]),
      'create table t as select 1',
      'explain analyze create table t as select 1',
      'explain analyze drop view activity_daily',
      'drop view activity_daily',
      'insert into bets values (1)',
      'update bets set bet_id = 2',
      'delete from bets',
      'install httpfs',
      'load httpfs',
      'set threads = 1',
      'reset threads',
      'pragma threads = 1',
      'set allowed_directories = []',
      'call enable_logging()',
      'explain analyze set threads = 1',
      'prepare x as select 1',
      'execute x',
      'begin',
      'msck repair table bets',
      "unload (select 1) to 's3://elsewhere/'",
      'checkpoint',
      'vacuum',
      'from checkpoint()',
      'from truncate_duckdb_logs()',
      "from query_table('bets')",
      "select * from json_execute_serialized_sql(json_serialize_sql('select 1'))",
      'select 1; select 2',
      'select 1; drop view activity_daily',
      '',
      ' ; ',
    ]);
    for (const [sql, outcome] of outcomes) {
      expect([sql, outcome]).toEqual([
        sql,
        expect.stringMatching(/^(queries can only read the lake|expected one)/),
      ]);
    }
  });

  test('writes nothing into a file that is there, by the profile of a later query', async () => {
    const lake = await makeLake();
    await lake.ingest([landed('bets/a.jsonl', bet({}))]);
    await lake.configure({ void_statuses: ['V'] });
    const path = join(lake.folder, 'lake.json');
    const before = readFileSync(path, 'utf8');
    await lake.read(async (connection) => {
      const profile = runDuckDb(connection, `from enable_profiling(save_location := '${path}')`);
      await expect(profile).rejects.toThrow(
        'queries can only read the lake, and enable_profiling may do more than read',
      );
      await collectRows(await runDuckDb(connection, 'select 1'));
    });
    expect(readFileSync(path, 'utf8')).toBe(before);
  });

  test('calls no function with an effect in its expressions, of those that the engine has', async () => {
    const lake = await makeLake();
    await lake.ingest([landed('bets/a.jsonl', bet({}))]);
    // A new one, with another version of the engine, must be reviewed: none of these writes or runs a text.
    const rows = await lake.rows(
      "select distinct function_name from duckdb_functions() where function_type = 'scalar' and (has_side_effects or stability = 'VOLATILE') order by 1",
    );
    expect(rows.map(({ function_name }) => function_name)).toEqual([
      ...['current_connection_id', 'current_query', 'current_query_id', 'current_transaction_id', 'currval'],
      ...['error', 'gen_random_uuid', 'nextval', 'random', 'setseed', 'sleep_ms', 'stats', 'uuid', 'uuidv4'],
      ...['uuidv7', 'write_log'],
    ]);
  });

  test('reaches no file outside the lake, no address and no environment', async () => {
    const path = '/etc/passwd';
    expect(existsSync(path)).toBe(true);
    const outcomes = await tryEach((folder) => [
      ...['read_csv', 'read_text', 'read_blob', 'read_json', 'read_parquet', 'glob', 'sniff_csv'].map(
        (reader) => `select * from ${reader}('${path}')`,
      ),
      `select * from '${path}'`,
      `select * from read_text('${folder}/../../${path}')`,
      `select * from parquet_metadata('${path}')`,
      "select * from read_text('/proc/self/environ')",
      "select * from read_csv('http://127.0.0.1/x')",
      "select * from read_parquet('s3://bucket/x')",
      "select * from read_text(['/etc/passwd', '/etc/hosts'])",
      "select getenv('HOME')",
    ]);
    for (const [sql, outcome] of outcomes) {
      const refused = /disabled by configuration|does not exist/;
      expect([sql, outcome]).toEqual([sql, expect.stringMatching(refused)]);
    }
  });
});
