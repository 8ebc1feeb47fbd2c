import type { Fact } from './build-facts.ts';
import { compareLists, compareValues, type Value } from './compare-values.ts';
import type { OracleLake } from './compute-lake.ts';
import type { Row } from './compute-views.ts';
import { createGrouper, type Group, valuesOf } from './group-facts.ts';
import { type Measure, measureUnits, measureValue, toGrouping } from './measures.ts';
import type { Grain } from './period-start.ts';
import { type MetricPlan, type OracleMetric, planMetric, requireSlice } from './plan-metric.ts';

export interface MetricsQuery {
  readonly metric: OracleMetric;
  /** `all`: one period, named by `from`, or else by the first day that counts. */
  readonly by: 'day' | 'week' | 'month' | 'year' | 'all';
  readonly slice: readonly string[];
  /** Same column: any of the values; different columns: all of them. An empty value means NULL. */
  readonly where: readonly (readonly [column: string, value: string])[];
  /** Bet dates, both inclusive. */
  readonly from?: string;
  readonly to?: string;
  /** Per period, and per currency for amounts. */
  readonly top?: number;
  /** Slices that `top` and the rank begin anew for. */
  readonly topWithin?: readonly string[];
  readonly total?: boolean;
}

const GRAIN_OF: Readonly<Record<Exclude<MetricsQuery['by'], 'all'>, Grain>> = {
  day: 'daily',
  week: 'weekly',
  month: 'monthly',
  year: 'yearly',
};

/** The result of a metric query: rows in their final order, columns in theirs. */
export function computeMetrics(lake: Pick<OracleLake, 'facts'>, query: MetricsQuery): Row[] {
  const plan = planMetric(query.metric, query.slice, query.total ?? false, query.topWithin ?? []);
  const facts = lake.facts.filter(toFilter(query));
  const grouping = toGrouping(plan.groupBy, plan.measures);
  const groups =
    query.by === 'all'
      ? createGrouper(inOnePeriod(facts, query.from), grouping)('daily')
      : createGrouper(facts, grouping)(GRAIN_OF[query.by]);
  const rows: Row[] = [];
  let rank = 0;
  let section: readonly Value[] = [];
  for (const { group, section: next } of sortGroups(groups, plan)) {
    rank = compareLists(next, section) === 0 && section.length > 0 ? rank + 1 : 1;
    section = next;
    if (query.top === undefined || rank <= query.top) rows.push(toRow(group, plan, rank));
  }
  return rows;
}

/** The facts as if all had happened on one day. */
function inOnePeriod(facts: readonly Fact[], from: string | undefined): Fact[] {
  let first = from ?? '9999-12-31';
  if (from === undefined) for (const { date } of facts) if (date < first) first = date;
  return facts.map((fact) => ({ ...fact, date: first }));
}

interface SortedGroup {
  readonly group: Group;
  /** The period, the currency for amounts, `topWithin`: what `top` begins anew for. */
  readonly section: readonly Value[];
}

function sortGroups(groups: readonly Group[], plan: MetricPlan): SortedGroup[] {
  const keyed = groups.map((group) => ({
    group,
    section: [group.periodStart, ...valuesOf(group.sample, plan.perSection)],
    units: measureUnits(group, plan.measures[0]),
    ties: valuesOf(group.sample, plan.groupBy),
  }));
  return keyed.sort(
    (a, b) =>
      compareLists(a.section, b.section) || compareDown(a.units, b.units) || compareLists(a.ties, b.ties),
  );
}

/** Descending; NULL last. */
function compareDown(left: bigint | null, right: bigint | null): number {
  return left === null || right === null ? compareValues(left, right) : compareValues(right, left);
}

function toRow(group: Group, plan: MetricPlan, rank: number): Row {
  const row: Row = { period_start: group.periodStart };
  for (const column of plan.shown) row[column] = group.sample.attributes[column] ?? null;
  for (const measure of plan.measures as readonly Measure[]) row[measure] = measureValue(group, measure);
  if (plan.ranked) row.popularity_rank = BigInt(rank);
  return row;
}

function toFilter(query: MetricsQuery): (fact: Fact) => boolean {
  const wanted = new Map<string, Set<string>>();
  for (const [column, value] of query.where) {
    requireSlice(column);
    wanted.set(column, (wanted.get(column) ?? new Set()).add(value));
  }
  const { from = '', to = '9999-12-31' } = query;
  return (fact) => {
    if (fact.date < from || fact.date > to) return false;
    for (const [column, values] of wanted) {
      const [held = null] = valuesOf(fact, [column]);
      if (!values.has(held === null ? '' : held.toString())) return false;
    }
    return true;
  };
}
