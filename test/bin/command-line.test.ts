import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { tableFromIPC } from 'apache-arrow';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { viewFamilies, views } from '../../glue/views.ts';
import { runBetlake, runBetlakeForBytes } from './run-betlake.ts';

let folder = '';
let lake = '';
let landing = '';
const sample = ['--bets', '3000', '--players', '200', '--games', '40', '--days', '3', '--bad-ratio', '0.01'];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'betlake-cli-'));
  lake = join(folder, 'lake');
  landing = join(folder, 'landing');
  expect((await runBetlake('sample', '--out', landing, ...sample)).code).toBe(0);
  expect((await runBetlake('ingest', landing, '--lake', lake)).code).toBe(0);
});

afterAll(() => rm(folder, { recursive: true, force: true }));

async function rowsOf(...args: string[]): Promise<Record<string, unknown>[]> {
  const run = await runBetlake(...args, '--format', 'json', '--lake', lake);
  expect(run.stderr).toBe('');
  expect(run.code).toBe(0);
  return JSON.parse(run.stdout);
}

describe('ingest', () => {
  test('prints a row for every file as JSON, unchanged ones too, with the stored counts', async () => {
    const run = await runBetlake('ingest', landing, '--lake', lake, '--format', 'json');
    const { loads, rollup } = JSON.parse(run.stdout);
    expect(run.code).toBe(0);
    expect(rollup).toEqual({ days: [] });
    expect(Object.keys(loads[0])).toEqual([
      'dataset',
      'key',
      'status',
      'lines',
      'accepted',
      'quarantined',
      'blank',
      'dates',
    ]);
    expect(new Set(loads.map(({ status }: { status: string }) => status))).toEqual(new Set(['unchanged']));
    for (const { lines, accepted, quarantined, blank } of loads) {
      expect(lines).toBe(accepted + quarantined + blank);
      expect(lines).toBeGreaterThan(0);
    }
    expect(run.stderr).toMatch(/warning: \d+ lines were refused; see why with: betlake quarantine/);
  });

  test('fails for a file that cannot be read and does the others all the same', async () => {
    const own = join(folder, 'own');
    const bad = join(folder, 'bets-cut.jsonl.gz');
    const good = join(folder, 'games-good.jsonl');
    await writeFile(bad, Buffer.from([0x1f, 0x8b, 8, 0, 0]));
    await writeFile(good, '{"game_id": 1, "game_name": "Fast Hands"}\n');
    const run = await runBetlake('ingest', bad, good, '--lake', own, '--format', 'json');
    expect(run.code).toBe(1);
    const statuses = JSON.parse(run.stdout).loads.map((load: Record<string, unknown>) => [
      load.key,
      load.status,
    ]);
    expect(statuses).toEqual([
      ['bets/bets-cut.jsonl.gz', 'failed'],
      ['games/games-good.jsonl', 'loaded'],
    ]);
    expect(run.stderr).toContain('bets/bets-cut.jsonl.gz: is not whole gzip');
  });

  test('refuses two files that would land under one key', async () => {
    const paths = [join(folder, 'a', 'bets.jsonl'), join(folder, 'b', 'bets.jsonl')];
    for (const path of paths) {
      await mkdir(dirname(path), { recursive: true });
      await writeFile(path, '');
    }
    const run = await runBetlake('ingest', ...paths, '--lake', join(folder, 'clash'));
    expect(run.code).toBe(1);
    expect(run.stderr).toContain('would both land as bets/bets.jsonl');
  });
});

describe('metrics', () => {
  test('prints whole numbers as numbers, decimals as text with their scale, dates as text', async () => {
    const [first] = await rowsOf('metrics', 'amounts-per-player', '--by', 'month', '--top', '1');
    expect(first).toMatchObject({ period_start: '2021-10-01' });
    expect(typeof first?.partner_company_id).toBe('number');
    expect(first?.real_spent_amount).toMatch(/^-?\d+\.\d{2}$/);
    expect(Object.keys(first ?? {})).toEqual([
      'period_start',
      'partner_company_id',
      'player_code',
      'player_ccy_code',
      'real_spent_amount',
      'bonus_spent_amount',
      'real_won_amount',
      'bonus_won_amount',
    ]);
  });

  test.each([
    [['--by', 'month', '--where', 'country_code=XX'], /no bet has country_code=XX; its values are .*FI/],
    [
      ['--by', 'day', '--from', '2021-10-02', '--to', '2021-10-01'],
      /--from 2021-10-02 is after --to 2021-10-01/,
    ],
  ])('fails for %j and says what there is', async (args, message) => {
    const run = await runBetlake('metrics', 'bets-per-player', ...args, '--lake', lake);
    expect(run.code).toBe(1);
    expect(run.stdout).toBe('');
    expect(run.stderr).toMatch(message);
  });

  test('prints the SQL that it would run, and that SQL gives the same rows', async () => {
    const args = ['metrics', 'most-played-games', '--by', 'week', '--slice', 'country_code', '--top', '3'];
    const sql = await runBetlake(...args, '--sql');
    expect(await rowsOf('query', sql.stdout)).toEqual(await rowsOf(...args));
  });
});

describe('query', () => {
  test('gives one answer in every format', async () => {
    const sql = 'select period_start, game_id, game_name, bets_count from game_metrics_daily order by 1, 2';
    const rows = await rowsOf('query', sql);
    const csv = await runBetlake('query', sql, '--format', 'csv', '--lake', lake);
    const arrow = tableFromIPC(await runBetlakeForBytes('query', sql, '--format', 'arrow', '--lake', lake));
    expect(csv.stdout.split('\n')).toHaveLength(rows.length + 2);
    expect(arrow.toArray().map((row) => String(row.game_id))).toEqual(rows.map((row) => String(row.game_id)));
    expect(arrow.schema.fields.map((field) => String(field.type))).toEqual([
      'Date32<DAY>',
      'Int64',
      'Utf8',
      'Int64',
    ]);
  });

  test.each([
    'drop view activity_daily',
    'select 1; select 2',
    'create table t as select 1',
    "copy (select 1) to 'x.csv'",
  ])('refuses %j: the lake can only be read', async (sql) => {
    const run = await runBetlake('query', sql, '--lake', lake);
    expect(run.code).toBe(1);
    expect(run.stdout).toBe('');
  });

  test('cannot read a file outside the lake', async () => {
    const secret = join(folder, 'secret.csv');
    await writeFile(secret, 'a\n1\n');
    const run = await runBetlake('query', `select * from read_csv('${secret}')`, '--lake', lake);
    expect(run.code).toBe(1);
    expect(run.stderr).toContain('Cannot access file');
  });

  test('says that there is no lake, and how to make one', async () => {
    const run = await runBetlake('query', 'select 1', '--lake', join(folder, 'none'));
    expect(run.code).toBe(1);
    expect(run.stderr).toContain('make one with: betlake ingest');
  });
});

describe('sql', () => {
  test('prints the SQL of every view, and names the views where there is none of that name', async () => {
    expect((await runBetlake('sql', 'activity_weekly')).stdout.trim()).toBe(
      views.find(({ name }) => name === 'activity_weekly')?.sql,
    );
    const run = await runBetlake('sql', 'activity');
    expect(run.code).toBe(1);
    expect(run.stderr).toContain('activity_daily');
  });
});

describe('export', () => {
  test('writes every view that goes by periods as CSV with amounts as they are', async () => {
    const out = join(folder, 'export');
    const run = await runBetlake('export', '--out', out, '--format', 'csv', '--lake', lake);
    expect(run.code).toBe(0);
    const grouped = viewFamilies.filter(({ byGrain }) => byGrain).length * 4;
    expect(run.stdout.trim().split('\n')).toHaveLength(grouped + 2);
    const [head, first] = (await readFile(join(out, 'player_metrics_monthly.csv'), 'utf8')).split('\n');
    expect(head).toContain('real_spent_amount');
    expect(first).toMatch(/,\d+\.\d{2},/);
  });
});

describe('quarantine', () => {
  test('counts faults and lines by reason, and shows lines with where they came from', async () => {
    const reasons = await rowsOf('quarantine', '--dataset', 'bets');
    expect(Object.keys(reasons[0] ?? {})).toEqual([
      'dataset',
      'column',
      'code',
      'faults_count',
      'lines_count',
      'example',
    ]);
    const [line] = await rowsOf('quarantine', '--lines', '1');
    expect(Object.keys(line ?? {})).toEqual([
      'dataset',
      'landing_key',
      'object_version',
      'line_number',
      'byte_offset',
      'raw_line',
      'raw_line_base64',
      'faults',
    ]);
  });
});

describe('replay', () => {
  test('lands corrected lines beside their original, and unload takes them out again', async () => {
    const own = join(folder, 'replayed');
    const file = join(folder, 'games', '2021-10-04.jsonl');
    await mkdir(dirname(file), { recursive: true });
    await writeFile(
      file,
      '{"game_id": 1, "game_name": "Fast Hands"}\n{"game_id": "2", "game_name": "Slow Hands"}\n',
    );
    await runBetlake('ingest', file, '--lake', own);
    const refused = await runBetlake('quarantine', '--lines', '9', '--format', 'json', '--lake', own);
    const corrected = join(folder, 'corrected.json');
    await writeFile(corrected, refused.stdout.replace('\\"2\\"', '2'));
    const run = await runBetlake('replay', corrected, '--lake', own);
    expect(run.stderr).toContain(
      'games/2021-10-04.replay-1.jsonl: 1 corrected lines of games/2021-10-04.jsonl',
    );
    expect(run.code).toBe(0);
    const names = 'select game_id, game_name from games_current order by 1';
    const before = await runBetlake('query', names, '--format', 'csv', '--lake', own);
    expect(before.stdout).toBe('game_id,game_name\n1,Fast Hands\n2,Slow Hands\n');
    expect((await runBetlake('unload', 'games/2021-10-04.replay-1.jsonl', '--lake', own)).code).toBe(0);
    const after = await runBetlake('query', names, '--format', 'csv', '--lake', own);
    expect(after.stdout).toBe('game_id,game_name\n1,Fast Hands\n');
  });

  test('fails for a key that would leave the lake', async () => {
    const file = join(folder, 'hostile.json');
    await writeFile(
      file,
      JSON.stringify({ dataset: 'bets', landing_key: 'bets/../../x.jsonl', line_number: 1, raw_line: '{}' }),
    );
    const run = await runBetlake('replay', file, '--lake', lake);
    expect(run.code).toBe(1);
    expect(run.stderr).toContain('expected a landing key');
  });
});
