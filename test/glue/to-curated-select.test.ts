import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type RowFiles, toCuratedSelect } from '../../glue/curated.ts';
import { datasets } from '../../glue/datasets/index.ts';
import { type Engine, openEngine } from '../../lambdas/core/engine.ts';
import { makeFolder } from '../client/local/temp-lake.ts';

let folder: string;
let engine: Engine;

beforeAll(async () => {
  // Its name is what an engine left to itself would read a column of every row from.
  folder = join(await makeFolder(), 'game_id=5');
  engine = await openEngine({
    threads: 1,
    memoryLimitMib: 128,
    tempDirectory: join(folder, 'spill'),
    allowedDirectories: [folder],
  });
});
afterAll(() => engine.close());

async function write(name: string, ...lines: string[]): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, lines.map((line) => `${line}\n`).join(''));
  return path;
}

/** The columns that the platform was seen to export; whatever is declared behind them changes no row here. */
const games = { ...datasets.games, columns: datasets.games.columns.slice(0, 4) };
const players = { ...datasets.players, columns: datasets.players.columns.slice(0, 16) };

const select = (files: RowFiles, maxLineBytes: number) =>
  engine.rows(toCuratedSelect(games, files, "it's", maxLineBytes));

describe('the rows of a curated file', () => {
  test('are those of both files, in the order of the declaration, with where they came from', async () => {
    const values = await write('values.csv', '1,7,"a, ""b""",,"x"', '3,9,"null",C,', '4,10,"\'c\\",D,E');
    const objects = await write(
      'objects.jsonl',
      '{"line_number":2,"game_type_code":"y","game_id":8,"game_name":"\\ud83d\\ude00\\n"}',
    );
    const row = (id: string, name: string, category: string | null, type: string | null, line: string) => ({
      game_id: id,
      game_name: name,
      game_category_code: category,
      game_type_code: type,
      landing_key: "it's",
      line_number: line,
    });
    const ofValues = [
      row('7', 'a, "b"', null, 'x', '1'),
      row('9', 'null', 'C', null, '3'),
      row('10', "'c\\", 'D', 'E', '4'),
    ];
    const ofObjects = [row('8', '😀\n', null, 'y', '2')];
    expect(await select({ values, objects }, 100)).toEqual([...ofValues, ...ofObjects]);
    expect(await select({ values, objects: null }, 100)).toEqual(ofValues);
    expect(await select({ values: null, objects }, 100)).toEqual(ofObjects);
    expect(Object.keys((await select({ values, objects }, 100))[0] ?? {})).toEqual([
      ...games.columns.map(({ name }) => name),
      'landing_key',
      'line_number',
    ]);
  });

  test('have the same times, written with a space or as the line matcher leaves them, with milliseconds or without', async () => {
    const times = [
      ['2021-10-04 12:02:26', '2021-10-04T12:02:26'],
      ['2021-10-04 12:02:26.120', '2021-10-04T12:02:26.120'],
      ['0001-01-01 00:00:00.001', '0001-01-01T00:00:00.001'],
      ['9999-12-31 23:59:59.999', '9999-12-31T23:59:59.999'],
      ['1969-12-31 23:59:59.500', '1969-12-31T23:59:59.500'],
    ];
    const blanks = ','.repeat(players.columns.length - 3);
    const values = await write(
      'times.csv',
      ...times.map(([plain, iso], at) => `${at},1,"A"${blanks}${plain},${iso}`),
    );
    const objects = await write(
      'times.jsonl',
      ...times.map(([plain], at) =>
        JSON.stringify({
          line_number: at,
          player_code: 'A',
          registration_dt: plain,
          kyc_id_verification_dt: plain,
        }),
      ),
    );
    for (const files of [
      { values, objects: null },
      { values: null, objects },
    ]) {
      const rows = await engine.rows(
        `select epoch_ms(registration_dt) as plain, epoch_ms(kyc_id_verification_dt) as iso
        from (${toCuratedSelect(players, files, 'players/a', 100)}) order by line_number`,
      );
      const expected = times.map(([plain = '']) => String(Date.parse(`${plain.replace(' ', 'T')}Z`)));
      expect(rows).toEqual(expected.map((time) => ({ plain: time, iso: time })));
    }
  });

  test('may be as long as the longest line and its number, and no longer', async () => {
    const long = 'x'.repeat(3_000_000);
    const values = await write('long.csv', `1,7,"${long}",,`);
    const objects = await write('long.jsonl', `{"line_number":1,"game_id":7,"game_name":"${long}"}`);
    const lengths = (await select({ values, objects }, long.length)).map(
      (row) => String(row.game_name).length,
    );
    expect(lengths).toEqual([long.length, long.length]);
    const refused = await select({ values, objects: null }, long.length - 1024).catch(
      (error) => error.message,
    );
    expect(String(refused).replaceAll('x', '')).toMatch(/^Invalid Input Error: CSV Error on Line: 1/);
  });
});
