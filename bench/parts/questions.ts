import { join } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import { type MetricQuery, metricNames, type Period, toMetricSql } from '../../glue/metrics.ts';
import { rollUpDays } from '../../lambdas/rollup/roll-up-days.ts';
import { openLakeForWriting } from '../../local/lake.ts';
import { openLakeForReading } from '../../local/query-lake.ts';
import type { Bench, Part } from '../harness/bench.ts';
import { median } from '../harness/race.ts';
import { showCount, showFigure, showMilliseconds, toTable } from '../harness/table.ts';
import { toActivityOfBetsSql } from '../lake/activity-of-bets.ts';
import { listDays } from '../lake/calendar.ts';
import { makeBets } from '../lake/make-bets.ts';

/** A question, asked of the rollup and, where that was done, of the curated bets. */
interface Asked {
  readonly question: string;
  readonly span: Span;
  readonly rollupSeconds: number;
  readonly betsSeconds?: number;
}

type Span = 'a month' | 'everything';

interface QuestionsResult {
  readonly bets: number;
  readonly days: number;
  /** Rows of bets that a player has on a game in a day, on average. */
  readonly betsPerPlayerGameDay: number;
  readonly asked: readonly Asked[];
}

const first = '2021-01-01';
const daysCount = 300;
const month = { from: '2021-03-01', to: '2021-03-31' };
const world = { playersCount: 200_000, gamesCount: 1_000, stakesPerSession: 10, filesCount: 1 };
const grains: readonly Period[] = ['day', 'week', 'month', 'year'];

/** The four questions over thirty million bets, in a process that is open. */
export const questions: Part<QuestionsResult> = {
  name: 'questions',
  async measure(bench) {
    const folder = join(bench.work, 'lake');
    const bets = await makeLake(bench, folder);
    const reader = await openLakeForReading(folder);
    try {
      const asked: Asked[] = [];
      for (const span of ['a month', 'everything'] as const) {
        for (const query of listQueries(span)) asked.push(await ask(bench, reader.connection, query, span));
      }
      const [[pairs] = []] = (
        await reader.connection.runAndReadAll(
          'select count(*) from (select distinct bet_date, player_code, game_id from activity)',
        )
      ).getRows();
      return { bets, days: daysCount, betsPerPlayerGameDay: bets / Number(pairs), asked };
    } finally {
      await reader.close();
    }
  },
  tables: (result) => ({ questions: toQuestionsTable(result) }),
  plots: () => ({}),
};

async function makeLake(bench: Bench, folder: string): Promise<number> {
  const lake = await openLakeForWriting(folder);
  try {
    let bets = 0;
    const days = listDays(first, daysCount);
    for (const [at, date] of days.entries()) {
      if (at % 30 === 0) bench.say(`making day ${at + 1} of ${daysCount}`);
      bets += await makeBets(lake, { ...world, date, rowsPerFile: bench.scale(100_000) });
    }
    bench.say('rolling up');
    await rollUpDays(lake, days);
    return bets;
  } finally {
    lake.close();
  }
}

/** Each metric at each grain, the ten first of a period, as a person asks; one with slices and a filter. */
function listQueries(span: Span): MetricQuery[] {
  const of = span === 'a month' ? month : {};
  const whole = metricNames.flatMap((metric) =>
    grains.map((by) => ({ metric, by, slice: [], where: [], top: 10, ...of })),
  );
  const sliced = metricNames.map((metric) => ({
    metric,
    by: 'month' as const,
    slice: ['bet_channel_code', 'activity_type'],
    where: [{ column: 'bet_channel_code', value: 'M' }],
    total: true,
    ...of,
  }));
  return [...whole, ...sliced];
}

async function ask(
  bench: Bench,
  connection: DuckDBConnection,
  query: MetricQuery,
  span: Span,
): Promise<Asked> {
  const question = `${query.metric}, by ${query.by}${query.total ? ', sliced and filtered' : ''}`;
  bench.say(`${span}: ${question}`);
  const sql = toMetricSql(query);
  const runs: number[] = [];
  let answer = '';
  for (let run = 0; run < bench.runs; run++) {
    const began = performance.now();
    answer = await answerOf(connection, sql);
    runs.push((performance.now() - began) / 1000);
  }
  const rollupSeconds = median(runs);
  // Minutes each over everything: a month tells.
  if (span === 'everything' || query.by !== 'month') return { question, span, rollupSeconds };
  const began = performance.now();
  const ofBets = await answerOf(connection, sql.replace(/^with /, `with ${toActivityOfBetsSql(query)},\n`));
  if (ofBets !== answer) throw new Error(`${question}: the rollup and the bets answer differently`);
  return { question, span, rollupSeconds, betsSeconds: (performance.now() - began) / 1000 };
}

async function answerOf(connection: DuckDBConnection, sql: string): Promise<string> {
  return JSON.stringify((await connection.runAndReadAll(sql)).getRowsJson());
}

function toQuestionsTable({ bets, days, betsPerPlayerGameDay, asked }: QuestionsResult): string {
  const names = [...new Set(asked.map(({ question }) => question))];
  const rows = names.map((name) => {
    const of = (span: Span) => asked.find((each) => each.question === name && each.span === span);
    const ofBets = of('a month')?.betsSeconds;
    return [
      name,
      showMilliseconds(of('a month')?.rollupSeconds ?? Number.NaN),
      ofBets === undefined ? '' : showMilliseconds(ofBets),
      showMilliseconds(of('everything')?.rollupSeconds ?? Number.NaN),
    ];
  });
  return `${showCount(bets)} bets of ${days} days, ${showFigure(betsPerPlayerGameDay)} of them a player, game and day:

${toTable(['question', 'a month', 'a month, of the bets', 'everything'], rows)}`;
}
