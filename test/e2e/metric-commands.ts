import { withLake } from '../../bin/commands/with-lake.ts';
import type { MetricName, MetricQuery } from '../../glue/metrics/index.ts';
import { spreadQueries } from '../trino/metric-queries.ts';

/** A command line, without what says which lake is spread. */
export type Command = readonly string[];

/**
 * Command lines of a metric: by every period, and sliced, filtered, cut to dates, totalled and cut to
 * the first rows by turns. Those of all metrics together slice by every column.
 *
 * @param folder a local lake, which has the values to filter by
 */
export async function listMetricCommands(folder: string, metric: MetricName): Promise<Command[]> {
  const spread = await withLake({ lake: folder }, (lake) =>
    spreadQueries(lake, ['2020-12-30', '2021-01-02']),
  );
  const queries = spread.map(({ query }) => query);
  const alone = queries
    .filter(({ slice }) => slice.length === 0)
    .flatMap((query) => (query.by === 'month' ? [query, { ...query, top: 5 }] : [query]));
  // A process a question takes its time: of the sliced ones two in five, which still have every column.
  const sliced = queries.filter(({ slice }) => slice.length > 0).filter((_, at) => at % 5 < 2);
  return [...alone, ...sliced]
    .filter((query) => query.metric === metric)
    .map((query, at) => [...toCommand(query), '--format', chooseFormat(query, at)]);
}

/** A table shows the first rows alone: it is for those that are cut to them. */
function chooseFormat({ top }: MetricQuery, at: number): string {
  if (top !== undefined) return 'table';
  return at % 2 === 0 ? 'csv' : 'json';
}

function toCommand({ metric, by, slice, where, from, to, top, total }: MetricQuery): string[] {
  return [
    ...['metrics', metric, '--by', by],
    ...(slice.length > 0 ? ['--slice', slice.join(',')] : []),
    ...where.flatMap(({ column, value }) => ['--where', `${column}=${value}`]),
    ...(from === undefined ? [] : ['--from', from]),
    ...(to === undefined ? [] : ['--to', to]),
    ...(top === undefined ? [] : ['--top', String(top)]),
    ...(total ? ['--total'] : []),
  ];
}
