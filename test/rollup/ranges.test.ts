import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toCuratedColumns } from '../../glue/curated.ts';
import { bets } from '../../glue/datasets/bets.ts';
import { defaultDefinition } from '../../glue/rollups/definition.ts';
import { activity } from '../../glue/rollups/index.ts';
import { typeNames } from '../../glue/schema.ts';
import type { Engine } from '../../lambdas/core/engine.ts';
import { computeActivity } from '../../lambdas/rollup/compute-activity.ts';
import { useWorkbench } from '../fake-aws/workbench.ts';

/** What decides how a row counts; few values, so that bets, types, players and groups meet. */
const row = fc.record({
  bet_id: fc.integer({ min: -8, max: 8 }).map((id) => id * 4),
  bet_transaction_type_id: fc.constantFrom('null', '1', '2', '3'),
  player_code: fc.constantFrom("'P1'", "'P2'"),
  game_id: fc.integer({ min: 1, max: 2 }),
  partner_company_id: fc.constantFrom('null', '7'),
  bet_status_code: fc.constantFrom('null', "'A'", "'V'"),
  last_event_dt: fc.constantFrom('null', "'2021-10-04 01:00:00'", "'2021-10-04 02:00:00'"),
  real_debit_amount: fc.constantFrom('0.00', '-0.10', '-12.34', '0.10', '-9999999999999999.99'),
  bonus_debit_amount: fc.constantFrom('0.00', '-0.01', '0.10'),
  real_credit_amount: fc.constantFrom('0.00', '-0.50', '3.00'),
  player_jackpot_contribution_amount: fc.constantFrom('null', '0.00015'),
});

/** An engine of so little memory that a few thousand bets are a large day, and what it runs. */
function watch(engine: Engine): { readonly watched: Engine; readonly statements: readonly string[] } {
  const statements: string[] = [];
  const run = (text: string) => {
    statements.push(text);
    return engine.run(text);
  };
  return { watched: { ...engine, memoryLimitMib: 0.3, run }, statements };
}

describe('a day computed in ranges of players', () => {
  const bench = useWorkbench();

  it('has the rows of the day computed whole, whatever its bets and the number of ranges', async () => {
    const { engine, folder } = bench();
    const [curated, target] = [join(folder, 'some.in.parquet'), join(folder, 'some.out.parquet')];
    const compute = async (rangesCount: number) => {
      const day = {
        date: '2021-10-04',
        paths: [curated],
        definition: { ...defaultDefinition, voidStatuses: ['V'] },
        target,
        rangesCount,
      };
      await computeActivity(engine, day);
      return engine.rows(`select * from '${target}'`);
    };
    const lines = fc.array(row, { minLength: 1, maxLength: 40 });
    await fc.assert(
      fc.asyncProperty(lines, fc.constantFrom(2, 5, 9), async (rows, rangesCount) => {
        await engine.run(`copy (${rows.map(toRowSql).join(' union all ')}) to '${curated}' (format parquet)`);
        const whole = await compute(1);
        expect(await compute(rangesCount)).toEqual(whole);
        const columns = await engine.rows(`describe select * from '${target}'`);
        expect(columns.map(({ column_name, column_type }) => [column_name, column_type])).toEqual(
          activity.columns.map(({ name, type }) => [name, typeNames(type).duckdb]),
        );
      }),
      { numRuns: 12 },
    );
  });

  it('is cut into as many as the memory of the engine requires, and leaves no file of theirs', async () => {
    const { engine, folder } = bench();
    const [curated, target] = [join(folder, 'cut.in.parquet'), join(folder, 'cut.out.parquet')];
    const sql = toRowSql({ bet_id: 1, player_code: "'P'", game_id: 1, real_debit_amount: '-1.00' }, 0);
    await engine.run(
      `copy (select * replace (range as bet_id) from (${sql}), range(3000)) to '${curated}' (format parquet)`,
    );
    const { watched, statements } = watch(engine);
    await computeActivity(watched, {
      date: '2021-10-04',
      paths: [curated],
      definition: { ...defaultDefinition, voidStatuses: [] },
      target,
    });
    expect(statements.filter((text) => /range-\d\.parquet' \(format/.test(text))).toHaveLength(3);
    expect(await engine.rows(`select cast(sum(bets_count) as bigint) as n from '${target}'`)).toEqual([
      { n: '3000' },
    ]);
    expect(await engine.rows(`select * from glob('${target}.*')`)).toEqual([]);
  });

  it.each([
    ['plain players', "'it''s ' || (range * 7 % 999)"],
    ['players of which some begin with U+FEFF', "if(range % 3 = 0, chr(65279), '') || (range % 999)"],
    ['players that hold U+0000', "if(range % 3 = 0, chr(0), 'a' || chr(0)) || (range % 999)"],
    ['players with quotes and of other planes', "if(range % 3 = 0, '''); --', '😀') || (range % 999)"],
  ])(
    'has %s in the order of the day computed whole, whether each range reads the day or it is cut to disk',
    async (_, player) => {
      const { engine, folder } = bench();
      const [curated, target] = [join(folder, 'ranges.in.parquet'), join(folder, 'ranges.out.parquet')];
      const sql = toRowSql({ bet_id: 1, player_code: "'P'", game_id: 1 }, 0);
      await engine.run(
        `copy (select * replace (range as bet_id, ${player} as player_code)
      from (${sql}), range(3000)) to '${curated}' (format parquet)`,
      );
      const day = { date: '2021-10-04', paths: [curated], definition: defaultDefinition, target };
      await computeActivity(engine, { ...day, rangesCount: 1 });
      const whole = await engine.rows(`select * from '${target}'`);
      expect(whole).toHaveLength(999);
      for (const rangesCount of [5, 12]) {
        const { watched, statements } = watch(engine);
        await computeActivity(watched, { ...day, rangesCount });
        expect(statements.some((text) => text.includes('partition_by'))).toBe(rangesCount > 8);
        expect(statements.some((text) => text.includes('player_code >= getvariable('))).toBe(true);
        expect(await engine.rows(`select * from '${target}'`)).toEqual(whole);
      }
      expect(await engine.rows('select * from duckdb_variables()')).toEqual([]);
    },
  );

  it('names what is wrong with a range, and leaves no file of those before it', async () => {
    const { engine, folder } = bench();
    const [curated, target] = [join(folder, 'wrong.in.parquet'), join(folder, 'wrong.out.parquet')];
    const sql = toRowSql({ bet_id: 1, player_code: "'P'", game_id: 1 }, 0);
    await engine.run(`copy (${sql}) to '${curated}' (format parquet)`);
    const fault = new Error('the disk is full');
    const failing = {
      ...engine,
      run: (text: string) => (text.includes('/range-1.parquet') ? Promise.reject(fault) : engine.run(text)),
    };
    const day = {
      date: '2021-10-04',
      paths: [curated],
      definition: { ...defaultDefinition, voidStatuses: [] },
      target,
      rangesCount: 3,
    };
    await expect(computeActivity(failing, day)).rejects.toBe(fault);
    expect(await engine.rows(`select * from glob('${target}*')`)).toEqual([]);
  });
});

function toRowSql(values: Readonly<Record<string, string | number>>, line: number): string {
  const row: Readonly<Record<string, string | number>> = {
    bet_dt: "'2021-10-04 00:00:00'",
    bonus_credit_amount: 0,
    bonus_debit_amount: 0,
    real_credit_amount: 0,
    real_debit_amount: 0,
    landing_key: "'bets/a.jsonl'",
    line_number: line + 1,
    ...values,
  };
  const cells = toCuratedColumns(bets).map(
    ({ name, type }) => `cast(${row[name] ?? 'null'} as ${typeNames(type).duckdb}) as ${name}`,
  );
  return `select ${cells.join(', ')}`;
}
