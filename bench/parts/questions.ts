import { join } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import { openLakeForWriting } from '../../client/local/lake.ts';
import { openLakeForReading } from '../../client/local/query-lake.ts';
import { type MetricQuery, metricNames, type Period, toMetricSql } from '../../glue/metrics/index.ts';
import { refreshDay } from '../../lambdas/rollup/refresh-day.ts';
import type { Bench, Part } from '../harness/bench.ts';
import { median } from '../harness/race.ts';
import {
  showAim,
  showCount,
  showFigure,
  showMib,
  showMilliseconds,
  toTable,
} from '../harness/write-document.ts';
import { toActivityOfBetsSql } from '../lake/activity-of-bets.ts';
import { listDays } from '../lake/day-of-bets.ts';
import { makeBets } from '../lake/make-bets.ts';
import { runOnTrino, type TrinoUsage } from '../lake/run-on-trino.ts';

/** A question, computed from the rollup and, where that was measured, from the curated bets. */
interface MeasuredQuestion {
  readonly question: string;
  readonly range: DateRange;
  readonly rollupSeconds: number;
  readonly betsSeconds?: number;
}

interface QuestionOnTrino {
  readonly question: string;
  readonly range: DateRange;
  readonly usage: TrinoUsage;
}

type DateRange = 'a month' | 'everything';

interface QuestionsResult {
  readonly bets: number;
  readonly days: number;
  /** Rows of bets that a player has on a game in a day, on average. */
  readonly betsPerPlayerGameDay: number;
  readonly measured: readonly MeasuredQuestion[];
  /** As text, why Trino was not measured. */
  readonly trino: readonly QuestionOnTrino[] | string;
}

const first = '2021-01-01';
const daysCount = 300;
const month = { from: '2021-03-01', to: '2021-03-31' };
const world = { playersCount: 200_000, gamesCount: 1_000, stakesPerSession: 10, filesCount: 1 };
/** How long a question may take in a process that is open. */
const mostSeconds: Readonly<Record<DateRange, number>> = { 'a month': 0.5, everything: 8 };
const ranges: readonly DateRange[] = ['a month', 'everything'];
const grains: readonly Period[] = ['day', 'week', 'month', 'year'];

/** The four questions over thirty million bets, in a process that is open. */
export const questions: Part<QuestionsResult> = {
  name: 'questions',
  async measure(bench) {
    const folder = join(bench.work, 'lake');
    const bets = await makeLake(bench, folder);
    const trino = await measureTrino(bench, folder);
    const reader = await openLakeForReading(folder);
    try {
      const measured: MeasuredQuestion[] = [];
      for (const range of ranges) {
        for (const query of listQueries(range))
          measured.push(await measureQuestion(bench, reader.connection, query, range));
      }
      const [[pairs] = []] = (
        await reader.connection.runAndReadAll(
          'select count(*) from (select distinct bet_date, player_code, game_id from activity)',
        )
      ).getRows();
      return { bets, days: daysCount, betsPerPlayerGameDay: bets / Number(pairs), measured, trino };
    } finally {
      await reader.close();
    }
  },
  tables: (result) => ({ questions: toQuestionsTable(result), 'questions-trino': toTrinoTable(result) }),
  plots: () => ({}),
};

async function makeLake(bench: Bench, folder: string): Promise<number> {
  const lake = await openLakeForWriting(folder);
  try {
    let bets = 0;
    const days = listDays(first, daysCount);
    for (const [at, date] of days.entries()) {
      if (at % 30 === 0) bench.report(`making day ${at + 1} of ${daysCount}`);
      bets += await makeBets(lake, { ...world, date, rowsPerFile: bench.scale(100_000) });
    }
    bench.report('rolling up');
    for (const day of days) await refreshDay(lake, day);
    return bets;
  } finally {
    lake.close();
  }
}

/** Each metric at each grain, the ten first of a period, as people query; one with slices and a filter. */
function listQueries(range: DateRange): MetricQuery[] {
  const of = range === 'a month' ? month : {};
  const whole = metricNames.flatMap((metric) =>
    grains.map((by) => ({ metric, by, slice: [], where: [], top: 10, ...of })),
  );
  const sliced = metricNames.map((metric) => ({
    metric,
    by: 'month' as const,
    slice: ['bet_channel_code', 'activity_type'],
    where: [{ column: 'bet_channel_code', value: 'W' }],
    total: true,
    ...of,
  }));
  return [...whole, ...sliced];
}

function toName({ metric, by, total }: MetricQuery): string {
  return `${metric}, by ${by}${total ? ', sliced and filtered' : ''}`;
}

/** The questions by month and by year, on Athena's engine. */
async function measureTrino(bench: Bench, lake: string): Promise<QuestionsResult['trino']> {
  bench.report('querying Trino');
  const queries = ranges.flatMap((range) =>
    listQueries(range)
      .filter(({ by }) => by === 'month' || by === 'year')
      .map((query) => ({ question: toName(query), range, sql: toMetricSql(query) })),
  );
  const usages = await runOnTrino(
    lake,
    first.slice(0, 4),
    queries.map(({ sql }) => sql),
  );
  if (typeof usages === 'string') return usages;
  return queries.flatMap(({ question, range }, at) => {
    const usage = usages[at];
    return usage ? [{ question, range, usage }] : [];
  });
}

async function measureQuestion(
  bench: Bench,
  connection: DuckDBConnection,
  query: MetricQuery,
  range: DateRange,
): Promise<MeasuredQuestion> {
  const question = toName(query);
  bench.report(`${range}: ${question}`);
  const sql = toMetricSql(query);
  const runs: number[] = [];
  let result = '';
  for (let run = 0; run < bench.runs; run++) {
    const began = performance.now();
    result = await resultOf(connection, sql);
    runs.push((performance.now() - began) / 1000);
  }
  const rollupSeconds = median(runs);
  // From the bets each takes a minute over everything: one grain is enough.
  const isMeasuredOfBets = query.by === 'month' && !(query.total && range === 'everything');
  if (!isMeasuredOfBets) return { question, range, rollupSeconds };
  const began = performance.now();
  const ofBets = await resultOf(connection, sql.replace(/^with /, `with ${toActivityOfBetsSql(query)},\n`));
  if (ofBets !== result) throw new Error(`${question}: the rollup and the bets give different results`);
  return { question, range, rollupSeconds, betsSeconds: (performance.now() - began) / 1000 };
}

async function resultOf(connection: DuckDBConnection, sql: string): Promise<string> {
  return JSON.stringify((await connection.runAndReadAll(sql)).getRowsJson());
}

function toQuestionsTable({ bets, days, betsPerPlayerGameDay, measured }: QuestionsResult): string {
  const names = [...new Set(measured.map(({ question }) => question))];
  const rows = names.map((name) => {
    const of = (range: DateRange) => measured.find((each) => each.question === name && each.range === range);
    return [
      name,
      ...ranges.flatMap((range) => [show(of(range)?.rollupSeconds), show(of(range)?.betsSeconds)]),
    ];
  });
  const aims = ranges.map((range) => {
    const slowest = Math.max(
      ...measured.filter((each) => each.range === range).map((each) => each.rollupSeconds),
    );
    const isMet = slowest <= mostSeconds[range];
    return `Aim for ${range}: at most ${show(mostSeconds[range])}; the slowest takes ${show(slowest)}: ${showAim(isMet)}.`;
  });
  const head = ranges.flatMap((range) => [range, `${range}, of the bets`]);
  return `${showCount(bets)} bets of ${days} days, ${showFigure(betsPerPlayerGameDay)} of them a player, game and day:

${toTable(['question', ...head], rows)}

${aims.join('\n')}`;
}

function toTrinoTable({ trino }: QuestionsResult): string {
  if (typeof trino === 'string') return `Not measured on the machine of these figures: ${trino}`;
  const names = [...new Set(trino.map(({ question }) => question))];
  const rows = names.map((name) => [
    name,
    ...ranges.flatMap((range) => {
      const usage = trino.find((each) => each.question === name && each.range === range)?.usage;
      if (!usage) return ['', ''];
      return 'refused' in usage ? [usage.refused, ''] : [show(usage.seconds), showMib(usage.inputBytes)];
    }),
  ]);
  return toTable(['question', ...ranges.flatMap((range) => [range, 'read'])], rows);
}

function show(seconds: number | undefined): string {
  return seconds === undefined ? '' : showMilliseconds(seconds);
}
