import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ConfigurationError, readConfiguration } from '../../bin/app-configuration.ts';
import { collectRows } from '../../client/queries/result.ts';
import { runDuckDb } from '../../client/queries/run-duckdb.ts';
import { metricNames, toMetricSql } from '../../glue/metrics/index.ts';
import { makeLake } from '../client/local/temp-lake.ts';
import { bet, landed } from '../oracle/landing-example.ts';

const hostile = [
  "'",
  "''",
  "\\'",
  "' or '1'='1",
  "'; drop view bets; --",
  "') or true; copy (select 1) to 'x'; --",
  "' union all select * from read_csv('/etc/passwd') --",
  '"; drop view bets; --',
  '{{period_start}}',
  '$1',
  '?',
  '%',
  '_',
  '/* */',
  'a\u2028b',
  'a\nb',
  'é😀',
  ' padded ',
  'NULL',
  'unknown\u0001',
  '\ufeff',
  '\ufeffA',
];

test('a value to filter by is a value alone, whatever it holds: it finds its own rows and no others', async () => {
  const lake = await makeLake();
  await lake.ingest([
    landed(
      'bets/a.jsonl',
      ...hostile.map((value, at) =>
        bet({ bet_id: at, player_code: `P${at}`, bet_channel_code: value, bet_transaction_type_id: 1 }),
      ),
    ),
    landed(
      'players/a.jsonl',
      ...hostile.map((value, at) => ({
        player_code: `P${at}`,
        partner_company_id: 133,
        country_code: value,
      })),
    ),
  ]);
  await lake.read(async (connection) => {
    for (const [at, value] of hostile.entries()) {
      const column = at % 2 === 0 ? 'country_code' : 'bet_channel_code';
      const query = { by: 'month', slice: [column], where: [{ column, value }] } as const;
      for (const metric of [
        'bets-per-player',
        metricNames[at % metricNames.length] ?? 'bets-per-player',
      ] as const) {
        const rows = await collectRows(await runDuckDb(connection, toMetricSql({ ...query, metric })));
        expect([metric, rows.length, rows[0]?.[column]]).toEqual([metric, 1, value]);
        if (metric === 'bets-per-player') expect(rows[0]?.player_code).toBe(`P${at}`);
      }
    }
    const property = fc.asyncProperty(
      fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('\0', "'\0", 'A\0B')),
      async (value) => {
        fc.pre(value !== '' && !hostile.includes(value));
        const where = [{ column: 'bet_channel_code', value }];
        const sql = toMetricSql({ metric: 'bets-per-player', by: 'day', slice: [], where });
        expect(await collectRows(await runDuckDb(connection, sql))).toEqual([]);
      },
    );
    await fc.assert(property, { numRuns: 15, seed: 31 });
  });
});

test('what is no column, date or count never becomes SQL', () => {
  const right = { metric: 'bets-per-player', by: 'day', slice: [], where: [] } as const;
  const property = fc.property(
    fc.oneof(fc.string(), fc.constantFrom(...hostile, '__proto__', 'constructor')),
    (text) => {
      expect(() => toMetricSql({ ...right, slice: [text] })).toThrow('no column');
      expect(() => toMetricSql({ ...right, where: [{ column: text, value: '' }] })).toThrow('no column');
      expect(() => toMetricSql({ ...right, from: text })).toThrow('expected a date');
      expect(() => toMetricSql({ ...right, to: text })).toThrow('expected a date');
      expect(() => toMetricSql({ ...right, top: text as unknown as number })).toThrow(
        'expected a whole number',
      );
    },
  );
  fc.assert(property, { numRuns: 300, seed: 32 });
});

test('a stage, which names the catalog’s database, is a plain word or refused', () => {
  const settings = { a: {} };
  const property = fc.property(
    fc.oneof(fc.string(), fc.constantFrom(...hostile, '../x', '__proto__', 'A', 'a-b')),
    (stage) => {
      const read = () =>
        readConfiguration((key) => (key === 'stage' ? stage : { ...settings, [stage]: {} }), '2021-10-04');
      if (/^[a-z][a-z0-9]{0,15}$/.test(stage)) expect(read().stage).toBe(stage);
      else expect(read).toThrow(ConfigurationError);
    },
  );
  fc.assert(property, { numRuns: 300, seed: 33 });
});
