import { toSliceCountsSql } from '../glue/metrics/slice-values.ts';
import { sliceNames } from '../glue/slices.ts';
import type { LakeQueries } from '../query/lake-queries.ts';
import type { Result } from '../query/result.ts';
import { answerHeads, findAnswer } from './answers.ts';
import { sliceColumns, toAnswerColumns } from './columns.ts';
import {
  type Answer,
  type AnswerName,
  type Lake,
  mostSliceValues,
  type PageState,
  type Slices,
  type SliceValues,
} from './contract.ts';
import type { Moment } from './moment.ts';
import { type RowsRead, readRows } from './read-rows.ts';

/** Describes the lake: what the page needs before it asks anything. */
export async function describeLake(name: string, moment: Moment, signal: AbortSignal): Promise<Lake> {
  const [dates, currencies] = await Promise.all([
    ask(moment, moment, datesSql, signal),
    ask(moment, moment, currenciesSql, signal),
  ]);
  const [[firstDate = null, lastDate = null] = []] = dates.rows;
  return {
    name,
    engine: moment.engine,
    firstDate,
    lastDate,
    currencies: currencies.rows.flatMap(([currency]) => currency ?? []),
    columns: sliceColumns,
    answers: answerHeads,
  };
}

const datesSql = 'select min(bet_date) as first_date, max(bet_date) as last_date from activity';
const currenciesSql = `select distinct coalesce(player_ccy_code, 'none') as player_ccy_code
from player_dimension
order by 1`;

/** Answers by name: its first rows, and how many there are. */
export async function answerState(
  lake: Lake,
  moment: Moment,
  name: AnswerName,
  state: PageState,
  signal: AbortSignal,
): Promise<Answer> {
  const definition = findAnswer(name);
  const { title, about, keeps } = definition;
  const { run, sql, shown } = toSql(lake, moment, name, state, false);
  const { columns, rows, count, elapsedMs } = await ask(moment, run, sql, signal, keeps);
  return {
    ...{ name, title, about, columns: toAnswerColumns(columns), rows, sql: shown },
    ...(count > rows.length && { truncated: count }),
    elapsedMs,
  };
}

/** All rows of an answer, as they come. */
export async function answerWhole(
  lake: Lake,
  moment: Moment,
  name: AnswerName,
  state: PageState,
  signal: AbortSignal,
): Promise<Result> {
  const { run, sql } = toSql(lake, moment, name, state, true);
  return run.run(sql, signal);
}

interface ToAsk {
  readonly run: Pick<LakeQueries, 'run'>;
  /** What is run, and what is shown: the same but for where it is read. */
  readonly sql: string;
  readonly shown: string;
}

function toSql(lake: Lake, moment: Moment, name: AnswerName, state: PageState, whole: boolean): ToAsk {
  const definition = findAnswer(name);
  const query = { state, lastDate: lake.lastDate, debits: moment.debits, whole };
  const shown = definition.toSql({ ...query, engine: 'athena' });
  const { copy } = moment;
  if (definition.of === 'rollup' && copy) {
    return { run: copy, sql: definition.toSql({ ...query, engine: 'duckdb', source: copy.source }), shown };
  }
  return { run: moment, sql: definition.toSql({ ...query, engine: moment.engine }), shown };
}

/** Counts the bets of every value of every column to slice by, each column's own filter left aside. */
export async function countSlices(moment: Moment, state: PageState, signal: AbortSignal): Promise<Slices> {
  const { from, to, where } = state;
  const selection = { from, to, where };
  const run = moment.copy ?? moment;
  const sql = moment.copy ? moment.copy.toSliceCountsSql(selection) : toSliceCountsSql(selection);
  const { rows, elapsedMs } = await ask(moment, run, sql, signal, 'first', Number.MAX_SAFE_INTEGER);
  const counts = new Map(sliceNames.map((name) => [name, new Map<string, bigint>()]));
  let betsCount = 0n;
  for (const row of rows) {
    const at = row.slice(0, sliceNames.length).findIndex((value) => value !== null);
    const [column = '', value = ''] = [sliceNames[at], row[at] ?? ''];
    const [failed, bets] = [row[sliceNames.length], BigInt(row[sliceNames.length + 1] ?? '0')];
    if (failed === '' && at === 0) betsCount += bets;
    if (failed !== '' && failed !== column) continue;
    const values = counts.get(column);
    values?.set(value, (values.get(value) ?? 0n) + bets);
  }
  const columns = sliceColumns.map(({ name }) => toSliceValues(name, counts.get(name) ?? new Map(), where));
  return { columns, betsCount: String(betsCount), elapsedMs };
}

function toSliceValues(
  column: string,
  counts: ReadonlyMap<string, bigint>,
  where: PageState['where'],
): SliceValues {
  const sorted = [...counts].sort(
    ([a, one], [b, other]) => Number(other > one) - Number(one > other) || (a < b ? -1 : 1),
  );
  const listed = sorted.slice(0, mostSliceValues);
  const rest = new Map(sorted.slice(mostSliceValues));
  const names = new Set(listed.map(([value]) => value));
  const chosen = where.filter((filter) => filter.column === column && !names.has(filter.value));
  const added = chosen.map(({ value }) => [value, rest.get(value) ?? 0n] as const);
  return {
    column,
    values: [...listed, ...added].map(([value, bets]) => ({ value, betsCount: String(bets) })),
    more: rest.size - added.filter(([value]) => rest.has(value)).length,
  };
}

/** Asks once for the same SQL at the same moment. */
async function ask(
  moment: Moment,
  run: Pick<LakeQueries, 'run'>,
  sql: string,
  signal: AbortSignal,
  keeps: 'first' | 'last' = 'first',
  most?: number,
): Promise<RowsRead> {
  return moment.remembered.get(sql, signal, async (given) => {
    const begun = performance.now();
    const read = await readRows(await run.run(sql, given), keeps, most);
    return { ...read, elapsedMs: Math.round(performance.now() - begun) };
  });
}
