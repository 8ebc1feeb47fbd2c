import { collectRows, type LakeQueries } from '../../client/queries/result.ts';
import { type MetricQuery, metricNames, toMetricSql, toSliceValuesSql } from '../../glue/metrics/index.ts';
import { sliceNames } from '../../glue/slices.ts';

const periods: readonly MetricQuery['by'][] = ['day', 'week', 'month', 'year', 'all'];

/** A question and its SQL. */
export interface MetricCase {
  readonly query: MetricQuery;
  readonly sql: string;
}

/**
 * A spread of questions: each metric by each period, and each metric sliced by each column, with filters on
 * values that the lake has, NULL among them, ranges of dates, totals and tops by turns.
 */
export async function spreadQueries(
  lake: LakeQueries,
  days: readonly [string, string],
): Promise<MetricCase[]> {
  const values = new Map<string, string[]>();
  for (const name of sliceNames) {
    const rows = await collectRows(await lake.run(toSliceValuesSql(name)));
    // A statement cannot hold U+0000, nor can an argument of a command.
    values.set(
      name,
      rows.map(({ value }) => String(value ?? '')).filter((value) => !value.includes('\0')),
    );
  }
  const alone = metricNames.flatMap((metric) =>
    periods.flatMap((by) => [true, false].map((total) => ({ metric, by, slice: [], where: [], total }))),
  );
  const sliced = metricNames.flatMap((metric, turn) =>
    sliceNames.map((column, at): MetricQuery => {
      const other = sliceNames[(at + 5) % sliceNames.length] ?? column;
      const held = values.get(other) ?? [];
      const where = [...new Set([held[0], held.at(-1)])].flatMap((value) =>
        value === undefined ? [] : [{ column: other, value }],
      );
      const odd = (at + turn) % 2 === 1;
      return {
        metric,
        by: periods[(at + turn) % 5] ?? 'day',
        slice: at % 3 === 0 ? [column, other] : [column],
        where: odd ? where : [],
        total: at % 4 === turn,
        ...(at % 3 === 1 ? { from: days[0], to: days[1] } : {}),
        ...(at % 5 === 2 ? { top: 3, topWithin: [column] } : {}),
      };
    }),
  );
  return [...alone, ...sliced].map((query) => ({ query, sql: toMetricSql(query) }));
}
