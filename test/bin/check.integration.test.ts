import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { faultCodes } from '../../glue/fault.ts';
import { game, player, stake } from '../faults/rows.ts';
import { runBetlake } from './run-betlake.ts';

let folder = '';
const toLines = (rows: readonly object[]) => rows.map((row) => `${JSON.stringify(row)}\n`).join('');
const wrongAmount = { real_debit_amount: '1.005' };

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'betlake-check-'));
  const files: Record<string, string | Buffer> = {
    'good/bets/a.jsonl': `${toLines([stake(1), stake(2)])}\n`,
    'good/bets/b.jsonl.gz': gzipSync(
      toLines([stake(3), stake(4, undefined, wrongAmount), stake(5, undefined, wrongAmount)]),
    ),
    'good/players/a.jsonl': toLines([player('P1')]),
    'unknown.dat': JSON.stringify([game(1), game(2), 3]),
    'wrong/players/a.jsonl': toLines([stake(1)]),
    'glued.jsonl': toLines([stake(1), stake(2)]).replaceAll('\n', ''),
    'table.csv': 'game_id,game_name\n1,Alpha\n',
    'refused/bets/a.jsonl': toLines([stake(1, undefined, wrongAmount)]),
    'strange.jsonl': toLines([{ session_id: 1 }]),
    'cut.jsonl.gz': gzipSync(toLines([stake(1)])).subarray(0, 20),
    'odd/one.txt': toLines([game(1)]),
    'odd/two.data': toLines([player('P')]),
  };
  for (const [name, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), content);
  }
  await mkdir(join(folder, 'empty'));
});

afterAll(() => rm(folder, { recursive: true, force: true }));

async function check(...args: string[]) {
  const before = await readdir(folder, { recursive: true });
  const run = await runBetlake(
    'check',
    ...args.map((arg) => (arg.startsWith('-') || arg === 'games' ? arg : join(folder, arg))),
    '--format',
    'json',
  );
  expect(await readdir(folder, { recursive: true })).toEqual(before);
  const rows: Record<string, unknown>[] = run.stdout === '' ? [] : JSON.parse(run.stdout);
  return { ...run, rows: rows.map((row) => ({ ...row, file: String(row.file).slice(folder.length + 1) })) };
}

describe('check', () => {
  test('reports what would be loaded of each file, and why the other lines would not', async () => {
    const { code, rows, stderr } = await check('good');
    const reason = { code: null, column: null, lines_count: null, message: null, what_to_do: null };
    const counts = (lines: number, accepted: number, refused: number, blank: number) => ({
      lines,
      accepted,
      refused,
      blank,
    });
    expect(rows).toEqual([
      {
        file: 'good/bets/a.jsonl',
        content: 'JSON Lines',
        named: 'bets',
        looks_like: 'bets',
        ...counts(3, 2, 0, 1),
        ...reason,
      },
      {
        ...{ file: 'good/bets/b.jsonl.gz', content: 'JSON Lines', named: 'bets', looks_like: 'bets' },
        ...counts(3, 1, 2, 0),
        ...{ code: 'too_many_decimals', column: 'real_debit_amount', lines_count: 2 },
        message: expect.stringContaining('1.005'),
        what_to_do: faultCodes.too_many_decimals.fix,
      },
      {
        file: 'good/players/a.jsonl',
        content: 'JSON Lines',
        named: 'players',
        looks_like: 'players',
        ...counts(1, 1, 0, 0),
        ...reason,
      },
    ]);
    expect(stderr).toContain('3 of 3 files would load');
    expect(code).toBe(0);
  });

  test('reads a file of any name as the data set of its fields', async () => {
    const { code, rows } = await check('unknown.dat');
    expect(rows).toMatchObject([
      {
        content: 'a JSON array',
        named: null,
        looks_like: 'games',
        lines: 3,
        accepted: 2,
        refused: 1,
        code: 'not_an_object',
      },
    ]);
    expect(code).toBe(0);
  });

  test('reads all files of a folder in which nothing could be ingested', async () => {
    const { code, rows } = await check('odd');
    expect(rows).toMatchObject([
      { file: 'odd/one.txt', looks_like: 'games', accepted: 1 },
      { file: 'odd/two.data', looks_like: 'players', accepted: 1 },
    ]);
    expect(code).toBe(0);
  });

  test.each<[string, object, RegExp]>([
    [
      'glued.jsonl',
      {
        content: 'JSON objects glued together without line ends',
        looks_like: 'bets',
        code: 'glued_objects',
      },
      /jq -c \. glued\.jsonl > /,
    ],
    [
      'table.csv',
      { content: 'CSV', code: 'csv' },
      /read_csv\('table\.csv', all_varchar = true\)\) to 'table\.jsonl'/,
    ],
    [
      'wrong',
      { named: 'players', looks_like: 'bets', code: 'wrong_data_set' },
      /it looks like bets: land it below bets\//,
    ],
    [
      'refused',
      { lines: 1, accepted: 0, refused: 1, code: 'too_many_decimals' },
      /none of its 1 lines was accepted, all of them for real_debit_amount: too_many_decimals/,
    ],
    [
      'strange.jsonl',
      { named: null, looks_like: null, code: 'no_data_set' },
      /neither its name nor its fields show its data set; name it with --dataset/,
    ],
    ['cut.jsonl.gz', { content: null, code: 'bad_gzip' }, /is not whole gzip/],
  ])('fails for a file that would not load, and says what to do: %s', async (name, row, message) => {
    const { code, rows, stderr } = await check(name, 'good');
    expect(rows[0]).toMatchObject(row);
    expect(stderr).toMatch(message);
    expect(stderr).toContain('3 of 4 files would load');
    expect(code).toBe(1);
  });

  test('reads all files as the data set that the option names', async () => {
    const { code, stderr } = await check('good/bets/a.jsonl', '--dataset', 'games');
    expect(stderr).toContain('it looks like bets');
    expect(code).toBe(1);
  });

  test.each([
    ['nowhere', 'there is no such file or folder'],
    ['empty', 'holds no file'],
  ])('fails where there is nothing to read: %s', async (path, message) => {
    const { code, stderr } = await check(path);
    expect(stderr).toContain(message);
    expect(code).toBe(1);
  });
});

describe('ingest', () => {
  test('ends with 1 where no line of a file is accepted, each time, and keeps the rows from before', async () => {
    const lake = join(folder, 'lake');
    const path = join(folder, 'bets', 'day.jsonl');
    await mkdir(dirname(path));
    await writeFile(path, toLines([stake(1), stake(2)]));
    expect((await runBetlake('ingest', path, '--lake', lake)).code).toBe(0);
    await writeFile(path, toLines([stake(1, undefined, wrongAmount), stake(2, undefined, wrongAmount)]));
    for (let times = 0; times < 2; times++) {
      const run = await runBetlake('ingest', path, '--lake', lake, '--format', 'json');
      expect(run.code).toBe(1);
      expect(JSON.parse(run.stdout).loads).toMatchObject([{ status: 'failed', accepted: 2 }]);
      expect(run.stderr).toContain('none of its 2 lines was accepted, all of them for real_debit_amount');
    }
    const { stdout } = await runBetlake(
      'query',
      'select sum(bets_count) as n from activity_daily',
      '--lake',
      lake,
      '--format',
      'json',
    );
    expect(JSON.parse(stdout)).toEqual([{ n: 2 }]);
  });
});
