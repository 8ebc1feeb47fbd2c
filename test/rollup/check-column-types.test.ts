import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { decimal, instant, text, whole } from '../../glue/schema.ts';
import { checkColumnTypes } from '../../lambdas/rollup/check-column-types.ts';
import { useWorkbench } from '../fake-aws/workbench.ts';

describe('the columns that files hold', () => {
  const bench = useWorkbench();
  const columns = [
    { name: 'game_id', type: whole, meaning: '', required: true },
    { name: 'fee_amount', type: decimal(18, 2), meaning: '' },
    { name: 'last_event_dt', type: instant, meaning: '' },
    { name: 'code', type: text, meaning: '' },
  ];
  let files = 0;

  async function write(select: string): Promise<string> {
    const path = join(bench().folder, `${files++}.parquet`);
    await bench().engine.run(`copy (select ${select}) to '${path}' (format parquet)`);
    return path;
  }
  const check = async (...selects: string[]) =>
    checkColumnTypes(bench().engine, columns, await Promise.all(selects.map(write)));
  const declared = `1::bigint as game_id, 1::decimal(18, 2) as fee_amount,
    timestamp_ms '2021-10-04 12:00:00' as last_event_dt, 'C' as code`;

  it('may be those declared, fewer where they can be NULL, or more', async () => {
    await check(declared);
    await check(declared, '1::bigint as game_id', `${declared}, 1 as further`);
    await check();
  });

  it.each([
    ["'1' as game_id", 'files hold game_id as VARCHAR, but it is declared as BIGINT'],
    [
      '1::bigint as game_id, 1::double as fee_amount',
      'files hold fee_amount as DOUBLE, but it is declared as DECIMAL(18,2)',
    ],
    [
      "1::bigint as game_id, date '2021-10-04' as last_event_dt",
      'files hold last_event_dt as DATE, but it is declared as TIMESTAMP',
    ],
  ])('are refused where one is of another type: %s', async (select, message) => {
    await expect(check(declared, select)).rejects.toThrow(
      `${message}: a column keeps its type; declare another one, or reload what was loaded before`,
    );
  });

  it('are refused where a required one is not in all files', async () => {
    await expect(check(declared, "'C' as code", "'C' as code")).rejects.toThrow(
      '2 files lack game_id, which is declared as required: a column that is added can be NULL; declare it so, or reload what was loaded before',
    );
  });
});
