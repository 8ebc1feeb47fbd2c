import type { Result, ResultColumn, Value } from '../../client/queries/result.ts';
import { toSliceCountsSql } from '../../glue/metrics/slice-values.ts';
import { sliceNames } from '../../glue/slices.ts';
import {
  type Lake,
  mostRows,
  mostSliceValues,
  type PageState,
  type QueryName,
  type QueryResult,
  type Slices,
  type SliceValues,
} from '../contract.ts';
import { sliceColumns, toQueryColumns } from './columns.ts';
import type { Snapshot } from './explored-lake.ts';
import { findQuery, queryHeads } from './queries.ts';

/** Describes the lake: what the page needs before its first query. */
export async function describeLake(name: string, snapshot: Snapshot, signal: AbortSignal): Promise<Lake> {
  const [dates, currencies] = await Promise.all([
    readRows(snapshot, datesSql, signal),
    readRows(snapshot, currenciesSql, signal),
  ]);
  const [[firstDate = null, lastDate = null] = []] = dates.rows;
  return {
    name,
    engine: snapshot.engine,
    firstDate,
    lastDate,
    currencies: currencies.rows.flatMap(([currency]) => currency ?? []),
    columns: sliceColumns,
    queries: queryHeads,
  };
}

const datesSql = 'select min(bet_date) as first_date, max(bet_date) as last_date from activity';
const currenciesSql = `select distinct coalesce(player_ccy_code, 'none') as player_ccy_code
from player_dimension
order by 1`;

/** Runs a query: its first or last rows, and how many there are in all. */
export async function runQuery(
  lake: Lake,
  snapshot: Snapshot,
  name: QueryName,
  state: PageState,
  signal: AbortSignal,
): Promise<QueryResult> {
  const definition = findQuery(name);
  const { title, about, keeps } = definition;
  const { sql, shown } = toSql(lake, snapshot, name, state, false);
  const { columns, rows, count, elapsedMs } = await readRows(snapshot, sql, signal, keeps);
  return {
    ...{ name, title, about, columns: toQueryColumns(columns), rows, sql: shown },
    ...(count > rows.length && { truncated: count }),
    elapsedMs,
  };
}

/** Runs a query for all its rows, which come batch by batch. */
export async function runWholeQuery(
  lake: Lake,
  snapshot: Snapshot,
  name: QueryName,
  state: PageState,
  signal: AbortSignal,
): Promise<Result> {
  return snapshot.run(toSql(lake, snapshot, name, state, true).sql, signal);
}

/** The SQL that is run, and the SQL that is shown: they differ where the engines read nested columns differently. */
function toSql(
  lake: Lake,
  { engine, debits }: Snapshot,
  name: QueryName,
  state: PageState,
  whole: boolean,
): { readonly sql: string; readonly shown: string } {
  const query = { state, lastDate: lake.lastDate, debits, whole };
  const definition = findQuery(name);
  return {
    sql: definition.toSql({ ...query, engine }),
    shown: definition.toSql({ ...query, engine: 'athena' }),
  };
}

/** The rows of a query as the page shows them, and how many there are in all. */
interface RowsRead {
  readonly columns: readonly ResultColumn[];
  readonly rows: readonly (readonly (string | null)[])[];
  readonly count: number;
  readonly elapsedMs: number;
}

/**
 * Runs a query to its end, once for a snapshot.
 *
 * @param keeps which of too many rows are held: memory is bounded, however many there are
 */
function readRows(
  { run, cache }: Snapshot,
  sql: string,
  signal: AbortSignal,
  keeps: 'first' | 'last' = 'first',
): Promise<RowsRead> {
  return cache.get(`${keeps} rows of ${sql}`, signal, async (given) => {
    const begun = performance.now();
    const { columns, batches } = await run(sql, given);
    let rows: (string | null)[][] = [];
    let count = 0;
    for await (const batch of batches) {
      count += batch.length;
      if (keeps === 'first' && rows.length >= mostRows) continue;
      for (const row of batch) rows.push(row.map(toText));
      if (rows.length > mostRows) rows = keeps === 'first' ? rows.slice(0, mostRows) : rows.slice(-mostRows);
    }
    return { columns, rows, count, elapsedMs: Math.round(performance.now() - begun) };
  });
}

function toText(value: Value): string | null {
  if (value === null) return null;
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/** Counts the bets of every value of every column to slice by, each column's own filter left aside. */
export function countSlices(snapshot: Snapshot, state: PageState, signal: AbortSignal): Promise<Slices> {
  const { from, to, where } = state;
  const sql = toSliceCountsSql({ from, to, where });
  // The cache keeps only the values that are shown: a code may have hundreds of thousands.
  return snapshot.cache.get(`slices of ${sql}`, signal, async (given) => {
    const begun = performance.now();
    const counts = new Map(sliceNames.map((name) => [name, new Map<string, bigint>()]));
    let betsCount = 0n;
    for await (const rows of (await snapshot.run(sql, given)).batches) {
      for (const row of rows) {
        const at = row.slice(0, sliceNames.length).findIndex((value) => value !== null);
        const [column = '', value = ''] = [sliceNames[at], toText(row[at] ?? '') ?? ''];
        const [failed, bets] = [row[sliceNames.length], BigInt(String(row[sliceNames.length + 1] ?? 0))];
        if (failed === '' && at === 0) betsCount += bets;
        if (failed !== '' && failed !== column) continue;
        const values = counts.get(column);
        values?.set(value, (values.get(value) ?? 0n) + bets);
      }
    }
    const columns = sliceColumns.map(({ name }) => toSliceValues(name, counts.get(name) ?? new Map(), where));
    return { columns, betsCount: String(betsCount), elapsedMs: Math.round(performance.now() - begun) };
  });
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
  const unlisted = new Map(sorted.slice(mostSliceValues));
  const names = new Set(listed.map(([value]) => value));
  const chosen = where.filter((filter) => filter.column === column && !names.has(filter.value));
  const added = chosen.map(({ value }) => [value, unlisted.get(value) ?? 0n] as const);
  return {
    column,
    values: [...listed, ...added].map(([value, bets]) => ({ value, betsCount: String(bets) })),
    more: unlisted.size - added.filter(([value]) => unlisted.has(value)).length,
  };
}
