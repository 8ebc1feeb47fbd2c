import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { findView } from '../../../bin/commands/sql.ts';
import { openLakeForReading } from '../../../client/local/query-lake.ts';
import { toCsvHead, toCsvRows } from '../../../client/queries/csv.ts';
import { runDuckDb } from '../../../client/queries/run-duckdb.ts';
import { writeLocalView, writeResult } from '../../../client/queries/write-view-file.ts';
import { toCsv } from '../../../explore/page/parts/to-csv.ts';
import { bet, landed } from '../../oracle/landing-example.ts';
import { makeFolder, makeLake } from '../local/temp-lake.ts';

const columns = [
  { name: 'name', type: 'VARCHAR' },
  { name: 'amount', type: 'DECIMAL(18,2)' },
];
const excel = { excel: true };

test.each([
  ['=HYPERLINK("http://x.example/","win")', `"'=HYPERLINK(""http://x.example/"",""win"")"`],
  ['+1+1', "'+1+1"],
  ['-1+1', "'-1+1"],
  ['@SUM(1)', "'@SUM(1)"],
  ['\t=1+1', "'\t=1+1"],
  ['\r=1+1', `"'\r=1+1"`],
  ['＝1+1', "'＝1+1"],
  ['＋1', "'＋1"],
  ['－1', "'－1"],
  ['＠SUM(1)', "'＠SUM(1)"],
  ['-5.00', "'-5.00"],
  ['Jäger’s Spins', 'Jäger’s Spins'],
  ['a=b', 'a=b'],
  ['', ''],
])('for a spreadsheet the text %j begins no formula, and without it stays as it is', (text, safe) => {
  expect(toCsvRows(columns, [[text, '-5.00']], excel)).toBe(`${safe},-5.00\n`);
  expect(toCsvRows(columns, [[text, '-5.00']])).toBe(`${safe.replace(/^("?)'/, '$1')},-5.00\n`);
});

test.each([
  ['TINYINT', -5, '-5'],
  ['SMALLINT', -5, '-5'],
  ['INTEGER', -5, '-5'],
  ['BIGINT', -9007199254740993n, '-9007199254740993'],
  ['HUGEINT', -5n, '-5'],
  ['DECIMAL(38,10)', '-0.0000000001', '-0.0000000001'],
  ['DOUBLE', -1.5e-7, '-1.5e-7'],
  ['FLOAT', -0.5, '-0.5'],
  ['DATE', '2021-10-04', '2021-10-04'],
  ['BOOLEAN', true, 'true'],
  ['BIGINT', null, ''],
  ['VARCHAR[]', ['=1+1'], '"[""=1+1""]"'],
] as const)('for a spreadsheet a %s is what it is without: %s', (type, value, text) => {
  const column = [{ name: 'x', type }];
  expect(toCsvRows(column, [[value]], excel)).toBe(`${text}\n`);
  expect(toCsvRows(column, [[value]])).toBe(`${text}\n`);
});

test('a file for a spreadsheet begins with a byte order mark, and names of columns are text as well', () => {
  const named = [...columns, { name: '=1+1', type: 'BIGINT' }];
  expect(toCsvHead(named, excel)).toBe("\ufeffname,amount,'=1+1\n");
  expect(toCsvHead(named)).toBe('name,amount,=1+1\n');
});

test('the page makes of its rows the file that the command line makes', () => {
  const rows = [
    ['=1+1', '-5.00'],
    ['a "b", c\nd', null],
    ['', '0.00'],
  ] as const;
  const result = {
    ...({ name: 'money', title: '', about: '', sql: '', elapsedMs: 0, rows } as const),
    columns: [
      { name: 'name', title: 'Name', kind: 'text' as const },
      { name: 'amount', title: 'Amount', kind: 'amount' as const },
    ],
  };
  for (const options of [{}, excel]) {
    expect(toCsv(result, options === excel)).toBe(
      toCsvHead(columns, options) + toCsvRows(columns, rows, options),
    );
  }
});

test('an export for a spreadsheet has the rows of a plain one, its formulas as text', async () => {
  const lake = await makeLake();
  await lake.ingest([
    landed('games/a.jsonl', { game_id: 1, game_name: '=HYPERLINK("http://x.example/","win")' }),
    landed('bets/a.jsonl', bet({ real_debit_amount: '-7.50', bet_channel_code: '-' })),
  ]);
  const folder = await makeFolder();
  const [plain, safe, result] = ['plain.csv', 'safe.csv', 'result.csv'].map((name) => join(folder, name));
  const reader = await openLakeForReading(lake.folder, [folder]);
  const { connection } = reader;
  try {
    for (const name of ['game_metrics_daily', 'activity_daily', 'quarantine']) {
      const view = findView(name);
      await writeLocalView(connection, view, plain ?? '', 'csv');
      const count = await writeLocalView(connection, view, safe ?? '', 'csv', excel);
      expect(count).toBe(name === 'quarantine' ? 0n : 1n);
      const [a, b] = [await readFile(plain ?? '', 'utf8'), await readFile(safe ?? '', 'utf8')];
      expect(b).toBe(`\ufeff${a.replace('"=HYPER', `"'=HYPER`).replace(/,-,/, ",'-,")}`);
      const rows = await runDuckDb(connection, `select * from ${name}`);
      await writeResult(rows, result ?? '', 'csv', excel);
      expect(await readFile(result ?? '', 'utf8')).toBe(b);
    }
  } finally {
    await reader.close();
  }
});
