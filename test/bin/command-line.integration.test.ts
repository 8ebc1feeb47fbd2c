import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, realpath, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { tableFromIPC } from 'apache-arrow';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type FaultCode, faultCodes } from '../../glue/fault.ts';
import { views, viewTemplates } from '../../glue/views/index.ts';
import { stake } from '../faults/rows.ts';
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

async function write(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, text);
}

const toLines = (...rows: readonly object[]) => rows.map((row) => `${JSON.stringify(row)}\n`).join('');

test('the command that users run starts from its source, without anything built before', () => {
  const command = fileURLToPath(new URL('../../bin/betlake.js', import.meta.url));
  const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
  expect(execFileSync(process.execPath, [command, '--version'], { encoding: 'utf8' })).toBe(`${version}\n`);
});

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

  test('fails for a file that cannot be read and loads the others all the same', async () => {
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
    const paths = ['a', 'b'].map((name) => join(folder, name, 'bets', 'x.jsonl'));
    for (const path of paths) await write(path, '');
    const run = await runBetlake('ingest', ...paths, '--lake', join(folder, 'clash'));
    expect(run.code).toBe(1);
    expect(run.stderr).toContain('would both land as bets/x.jsonl');
  });

  test('loads all files of one name, each in a folder of its day, and reports what it skipped', async () => {
    const own = join(folder, 'days', 'lake');
    const ingest = (...args: string[]) => runBetlake('ingest', ...args, '--lake', own);
    for (const [day, bet] of [
      ['2021-10-04', 1],
      ['2021-10-05', 2],
    ] as const) {
      await write(join(folder, 'days', day, 'bets.json'), toLines(stake(bet, day)));
      expect((await ingest(join(folder, 'days', day))).code).toBe(0);
    }
    const corrected = toLines(stake(2, '2021-10-05', { real_debit_amount: '-7.00' }));
    await write(join(folder, 'days', '2021-10-05', 'bets.json'), corrected);
    await write(join(folder, 'days', 'notes.csv'), 'a');
    const run = await ingest(join(folder, 'days'), '--format', 'json');
    expect(run.stderr).toContain(`1 file skipped: ${join(folder, 'days', 'notes.csv')}`);
    expect(JSON.parse(run.stdout).loads).toMatchObject([
      { key: 'bets/2021-10-04/bets.json', status: 'unchanged' },
      { key: 'bets/2021-10-05/bets.json', status: 'replaced' },
    ]);
    const spent = 'select sum(real_spent_amount) as spent from activity_daily';
    const rows = await runBetlake('query', spent, '--lake', own, '--format', 'csv');
    expect(rows.stdout).toBe('spent\n12.00\n');
  });

  test('loads a file that drops all its dates only with --replace, and names files that are gone', async () => {
    const own = join(folder, 'next', 'lake');
    const exported = join(folder, 'next', 'bets.json');
    const ingest = (...args: string[]) => runBetlake('ingest', join(folder, 'next'), '--lake', own, ...args);
    await write(exported, toLines(stake(1)));
    expect((await ingest()).code).toBe(0);
    await write(exported, toLines(stake(2, '2021-10-05')));
    const refused = await ingest();
    expect(refused.code).toBe(1);
    expect(refused.stderr).toContain('the lake has 1 row of 2021-10-04 of this key');
    expect(refused.stderr).toContain('give it a name of its own such as bets-2021-10-05.json');
    await rename(exported, join(folder, 'next', 'bets-2021-10-05.json'));
    const renamed = await ingest();
    expect(renamed.code).toBe(0);
    expect(renamed.stderr).toContain('1 file of this lake is no longer in');
    expect(renamed.stderr).toContain(
      `bets/bets.json; the rows that it had loaded stay in the metrics. To remove them, run: betlake unload bets/bets.json --lake ${own}`,
    );
    await write(join(folder, 'next', 'bets-2021-10-05.json'), toLines(stake(3)));
    expect((await ingest('--replace')).code).toBe(0);
  });

  test('never reads a lake, this one or another, as landing files', async () => {
    const own = join(folder, 'own-lake');
    await write(join(own, 'exports', 'bets', 'a.jsonl'), `${toLines(stake(1))}{\n`);
    for (const name of ['lake', 'mine'])
      expect((await runBetlake('ingest', join(own, 'exports'), '--lake', join(own, name))).code).toBe(0);
    const run = await runBetlake('ingest', own, '--lake', join(own, 'lake'), '--format', 'json');
    expect(JSON.parse(run.stdout).loads).toMatchObject([{ key: 'bets/a.jsonl', status: 'unchanged' }]);
    expect(run.stderr).toContain(`1 file skipped: ${join(own, 'mine')}/`);
    const within = await runBetlake('ingest', join(own, 'mine', 'quarantine'), '--lake', join(own, 'lake'));
    expect(within.code).toBe(1);
    expect(within.stderr).toContain(`lies in the lake ${await realpath(join(own, 'mine'))}`);
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
  test('gives the same result in every format', async () => {
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
  ])('refuses %j: queries can only read the lake', async (sql) => {
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

describe('--excel', () => {
  let own = '';

  beforeAll(async () => {
    own = join(folder, 'formulas');
    const landed = join(folder, 'formulas-landed');
    const game = { game_id: 1, game_name: '=HYPERLINK("http://x.example/","win")' };
    const bet = { bet_id: 1, bet_dt: '2021-10-04 12:00:00', player_code: '+1', game_id: 1 };
    const amounts = { real_debit_amount: '-1.00', real_credit_amount: '0.00' };
    const bonus = { bonus_debit_amount: '0.00', bonus_credit_amount: '0.00' };
    const files = { games: game, bets: { ...bet, ...amounts, ...bonus, partner_company_id: 133 } };
    for (const [name, line] of Object.entries(files)) {
      await mkdir(join(landed, name), { recursive: true });
      await writeFile(join(landed, name, 'a.jsonl'), `${JSON.stringify(line)}\n`);
    }
    expect((await runBetlake('ingest', landed, '--lake', own)).code).toBe(0);
  });

  test('turns a name that is a formula into text, and leaves negative amounts alone', async () => {
    const games = ['metrics', 'most-played-games', '--by', 'all'];
    expect((await runBetlake(...games, '--excel', '--lake', own)).stdout.split('\n')).toEqual([
      '\ufeffperiod_start,game_id,game_name,bets_count,distinct_players_count,popularity_rank',
      `2021-10-04,1,"'=HYPERLINK(""http://x.example/"",""win"")",1,1,1`,
      '',
    ]);
    const sql = 'select player_code, sum(-1.5) as x, count(*) - 4 as y from player_metrics_daily group by 1';
    const query = await runBetlake('query', sql, '--excel', '--format', 'csv', '--lake', own);
    expect(query.stdout).toBe("\ufeffplayer_code,x,y\n'+1,-1.5,-3\n");
  });

  test('makes an export CSV for a spreadsheet', async () => {
    const out = join(folder, 'formulas-out');
    const run = await runBetlake('export', 'games_current', '--out', out, '--excel', '--lake', own);
    expect(run.code).toBe(0);
    const text = await readFile(join(out, 'games_current.csv'), 'utf8');
    expect(text).toMatch(/^\ufeffgame_id,game_name,/);
    expect(text).toContain(`"'=HYPERLINK(`);
  });
});

describe('sql', () => {
  test('prints the SQL of every view, and lists the views where there is none of that name', async () => {
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
    const grouped = viewTemplates.flatMap((template) => template.grains).length;
    expect(run.stdout.trim().split('\n')).toHaveLength(grouped + 2);
    const [head, first] = (await readFile(join(out, 'player_metrics_monthly.csv'), 'utf8')).split('\n');
    expect(head).toContain('real_spent_amount');
    expect(first).toMatch(/,\d+\.\d{2},/);
  });
});

describe('quarantine', () => {
  test('counts faults and lines by reason, and shows lines with their file and number', async () => {
    const reasons = await rowsOf('quarantine', '--dataset', 'bets');
    expect(Object.keys(reasons[0] ?? {})).toEqual([
      'dataset',
      'column',
      'code',
      'faults_count',
      'lines_count',
      'example',
      'what_to_do',
    ]);
    for (const { code, what_to_do } of reasons) expect(what_to_do).toBe(faultCodes[code as FaultCode].fix);
    const table = await runBetlake('quarantine', '--dataset', 'bets', '--lake', lake);
    const [, help = ''] = table.stdout.split('\nWhat to do\n');
    const codes = [...new Set(reasons.map(({ code }) => String(code)))];
    expect(help.split('\n').map((line) => line.trim().split(' ')[0])).toEqual([...codes, '']);
    expect(help).toContain(`  ${faultCodes.not_json.fix}\n`);
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
