import { cp, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readLakeFormat } from '../../../client/local/lake-format.ts';
import { ledgerKey, toLoadId } from '../../../lambdas/core/keys.ts';
import { lakeFormat } from '../../../lambdas/core/lake-format.ts';
import { markForReload } from '../../../lambdas/core/unload-object.ts';
import { runBetlake } from '../../bin/run-betlake.ts';
import { stake } from '../../faults/rows.ts';
import { landed } from '../../oracle/landing-example.ts';
import { makeFolder, makeLake } from './temp-lake.ts';

const fixture = new URL('../../fixtures/lakes/', import.meta.url);
const counted: Record<string, number> = JSON.parse(
  await readFile(new URL('format-1-expected.json', fixture), 'utf8'),
);

let folder: string;
let lake: string;

beforeAll(async () => {
  folder = await makeFolder();
  lake = join(folder, 'lake');
  await cp(new URL('format-1', fixture), lake, { recursive: true });
});

afterAll(() => rm(folder, { recursive: true, force: true }));

/** How many rows each table has, in one query: a command takes a second to start. */
async function countRows(tables: readonly string[]): Promise<Record<string, number>> {
  const counts = tables.map((table) => `(select count(*) from ${table}) as ${table}`);
  const { stdout } = await runBetlake(
    'query',
    `select ${counts.join(', ')}`,
    '--lake',
    lake,
    '--format',
    'json',
  );
  return JSON.parse(stdout)[0];
}

describe('a lake that an earlier version wrote', () => {
  test('is not queried before it is brought up to date, and says how', async () => {
    expect(await readLakeFormat(lake)).toBe(1);
    const { code, stderr } = await runBetlake('query', 'select 1', '--lake', lake);
    expect(stderr).toContain(`with: betlake refresh --lake ${lake}`);
    expect(code).toBe(1);
  });

  test('is brought up to date by a refresh, with every row that it had', async () => {
    expect(await runBetlake('refresh', '--lake', lake)).toMatchObject({ code: 0 });
    expect(await readLakeFormat(lake)).toBe(lakeFormat);
    expect(await countRows(Object.keys(counted))).toEqual(counted);
    const spent =
      'select sum(real_spent_amount) <> 0 as is_spent, count_if(real_spent_amount is null) as lacking from activity';
    const { stdout } = await runBetlake('query', spent, '--lake', lake, '--format', 'json');
    expect(JSON.parse(stdout)).toEqual([{ is_spent: true, lacking: 0 }]);
  });

  test('loads its files again without counting a bet twice', async () => {
    const landing = new URL('format-1-landing', fixture).pathname;
    const { stdout } = await runBetlake('ingest', landing, '--lake', lake, '--format', 'json');
    expect(
      JSON.parse(stdout)
        .loads.map(({ status }: { status: string }) => status)
        .sort(),
    ).toEqual(['failed', ...Array(6).fill('replaced'), 'unchanged']);
    const keys = 'count(distinct (bet_id, coalesce(bet_transaction_type_id, -1), cast(bet_dt as date)))';
    const sql = `select (select ${keys} from bets) as keys_count, cast(sum(postings_count) as bigint) as postings_count from activity`;
    const { stdout: counts } = await runBetlake('query', sql, '--lake', lake, '--format', 'json');
    const [{ keys_count, postings_count }] = JSON.parse(counts);
    expect(postings_count).toBe(keys_count);
    expect(postings_count).toBeGreaterThanOrEqual(counted.activity as number);
  });
});

test('a lake of format 2 is brought up to date by an ingest, file by file, with the same figures', async () => {
  const second = join(folder, 'second');
  await cp(new URL('format-2', fixture), second, { recursive: true });
  expect(await readLakeFormat(second)).toBe(2);
  const platform = new URL('../../fixtures/platform/', import.meta.url).pathname;
  expect(await runBetlake('ingest', platform, '--lake', second)).toMatchObject({ code: 0 });
  expect(await readLakeFormat(second)).toBe(lakeFormat);
  const sql = 'select sum(bets_count) as bets, sum(postings_count) as postings from activity_daily';
  const { stdout } = await runBetlake('query', sql, '--lake', second, '--format', 'json');
  expect(JSON.parse(stdout)).toEqual([{ bets: 127, postings: 150 }]);
});

test('a lake that a newer version wrote is neither read nor written', async () => {
  const newer = join(folder, 'newer');
  await cp(new URL('format-1', fixture), newer, { recursive: true });
  const note = `${JSON.stringify({ format: lakeFormat + 1, more: true })}\n`;
  await writeFile(join(newer, 'format.json'), note);
  for (const command of [['query', 'select 1'], ['refresh'], ['unload', 'bets/2021-10-01.jsonl']]) {
    const { code, stderr } = await runBetlake(...command, '--lake', newer);
    expect(stderr).toContain(
      `has format ${lakeFormat + 1}, and this version of Betlake knows formats up to ${lakeFormat}`,
    );
    expect(code).toBe(1);
  }
  expect(await readFile(join(newer, 'format.json'), 'utf8')).toBe(note);
});

test('fields of a record that a newer version added survive what rewrites it without a new load', async () => {
  const lake = await makeLake();
  const object = landed('bets/a.jsonl', stake(1));
  await lake.ingest([object], { rollUp: false });
  const path = join(lake.folder, ledgerKey('bets', toLoadId(object.key)));
  const record = JSON.parse(await readFile(path, 'utf8'));
  await writeFile(path, JSON.stringify({ ...record, valid_from: '2022-01-01' }));
  const read = async () => JSON.parse(await readFile(path, 'utf8'));
  await lake.ingest([object]);
  expect(await read()).toMatchObject({ invalidations: [], valid_from: '2022-01-01' });
  await lake.ingest([{ ...object, bytes: Buffer.from([0x1f, 0x8b, 0]) }]);
  expect(await read()).toMatchObject({ status: 'failed', accepted: 1, valid_from: '2022-01-01' });
  await lake.write({}, ({ store }) => markForReload(store, object.key));
  expect(await read()).toMatchObject({ object_version: null, valid_from: '2022-01-01' });
});
