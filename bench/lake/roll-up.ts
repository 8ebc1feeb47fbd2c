import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openLakeForReading } from '../../client/local/query-lake.ts';
import { defaultDefinition } from '../../glue/rollups/definition.ts';
import { toSqlList } from '../../glue/sql.ts';
import type { Bench } from '../harness/bench.ts';
import { measureProcess, type Usage } from '../harness/measure-process.ts';

const script = fileURLToPath(new URL('../betlake/roll-up-days.ts', import.meta.url));

export interface RollupUsage extends Usage {
  /** The most of disk that it used at once beside the lake's files: what was spilled, cut and not yet published. */
  readonly scratchMib: number;
}

/**
 * Rolls up days of a lake in a process of its own, and checks the result against the curated rows: every bet
 * placed is counted once, and the spent amounts are those of the current rows.
 *
 * @returns wall, CPU and disk of the rollup itself, and the most memory that its process held
 */
export async function rollUp(bench: Bench, lake: string, days: readonly string[]): Promise<RollupUsage> {
  const daysFile = join(bench.work, 'days.json');
  await writeFile(daysFile, JSON.stringify(days));
  const command = { program: 'node', args: ['--import', 'tsx', script, lake, daysFile] } as const;
  const { stdout, peakMib } = await measureProcess(command, join(bench.work, 'usage.jsonl'));
  await checkDays(lake, days.slice(0, 3));
  return { ...(JSON.parse(stdout) as Omit<RollupUsage, 'peakMib'>), peakMib };
}

async function checkDays(lake: string, days: readonly string[]): Promise<void> {
  const reader = await openLakeForReading(lake);
  try {
    const of = async (sql: string) => (await reader.connection.runAndReadAll(sql)).getRowsJson();
    const list = toSqlList(days);
    const rolledUp = await of(
      `select bet_date::varchar, sum(bets_count)::bigint, sum(real_spent_amount) from activity
      where bet_date::varchar in (${list}) group by 1 order by 1`,
    );
    const curated = await of(
      `select day::varchar, count(distinct bet_id) filter (places_bet), sum(spent) from (
        select bet_dt::date as day, bet_id, bet_transaction_type_id,
          arg_max(-real_debit_amount, coalesce(last_event_dt, timestamp '0001-01-01')) as spent,
          arg_max(real_debit_amount + bonus_debit_amount < 0, coalesce(last_event_dt, timestamp '0001-01-01'))
            or coalesce(bet_transaction_type_id in (${defaultDefinition.stakeTypes.join(', ')}), false) as places_bet
        from bets where bet_dt::date::varchar in (${list}) group by 1, 2, 3
      ) group by 1 order by 1`,
    );
    if (JSON.stringify(rolledUp) !== JSON.stringify(curated) || rolledUp.length !== days.length) {
      throw new Error(`rolled up ${JSON.stringify(rolledUp)}, curated ${JSON.stringify(curated)}`);
    }
  } finally {
    await reader.close();
  }
}
