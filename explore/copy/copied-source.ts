import { castMeasure, summedColumns } from '../../glue/metrics/measures.ts';
import type { Selection } from '../../glue/metrics/selection.ts';
import type { ActivitySource, Measured } from '../../glue/metrics/source.ts';
import { type Groups, toGroupConditions, toPlayerConditions } from './groups.ts';
import { toPeriodCounts } from './period-counts.ts';
import { type CopiedDays, countPeriods, periodNumbers, toDayConditions, toStartSql } from './periods.ts';

/** What is known of a copy before it is asked. */
export interface Copied {
  readonly days: CopiedDays;
  readonly groups: Groups;
  readonly gamesCount: number;
}

/** Which rows of `activity` count. */
export function toRowsWhere({ days, groups }: Copied, selection: Selection): string {
  const players = toPlayerConditions(groups, selection);
  return toWhere([...toDayConditions(days, selection), ...toGroupConditions(groups, selection), ...players]);
}

/** Which rows of `sums` count. */
export function toSumsWhere({ days, groups }: Copied, selection: Selection): string {
  return toWhere([...toDayConditions(days, selection), ...toGroupConditions(groups, selection)]);
}

function toWhere(conditions: readonly string[]): string {
  return conditions.length > 0 ? `where ${conditions.join(' and ')}` : '';
}

/** A copy's tables as a question reads them: see `buildCopy`. */
export function toCopiedSource(copied: Copied): ActivitySource {
  return {
    playerKey: ['player'],
    joinPlayerNames: ' inner join players using (player)',
    toMeasuredSql(measured) {
      const { of, measures } = measured;
      if (of !== undefined) return toMeasuredOf(copied, measured, of);
      return measures.some(isDistinct) ? toPeriodCounts(copied, measured) : toSums(copied, measured);
    },
  };
}

const isDistinct = (measure: string) => summedColumns[measure] === undefined;

/**
 * The measures of each player or game. Whole numbers of little range are grouped by, which takes neither hashes nor
 * sorting; only rows that reach the last place are widened and named.
 */
function toMeasuredOf(copied: Copied, measured: Measured, of: 'players' | 'games'): string {
  const { by, measures, top } = measured;
  const key = of === 'players' ? 'player' : 'game';
  const isByCurrency = mustBeCurrency(measured);
  const numbered = by ? [`${periodNumbers[by]} as number`] : [];
  const groups = [...(by ? ['number'] : []), key];
  const grouped = isByCurrency ? ['player_group'] : [];
  const summed = measures.flatMap((name) => summedColumns[name] ?? []);
  const sums = measures.map(
    (name) => `${isDistinct(name) ? 'count_if(is_new)' : `sum(${summedColumns[name]})`} as ${name}`,
  );
  const read = [...numbered, key, ...grouped, ...summed];
  const rows = measures.some(isDistinct)
    ? toPairs(copied, measured, read)
    : `(select ${read.join(', ')} from activity ${toRowsWhere(copied, measured)})`;
  const added = `select ${[...groups, ...grouped.map((name) => `min(${name}) as ${name}`), ...sums].join(', ')}
    from ${rows}
    group by ${groups.join(', ')}`;
  const shown = [
    ...(by ? [`${toStartSql(by, copied.days, 'number')} as period_start`] : []),
    ...(of === 'players' ? ['player'] : ['game_id', 'game_name']),
    ...(isByCurrency ? ['player_ccy_code'] : []),
    ...measures.map((name) => castMeasure(name, name)),
  ];
  const joined = of === 'games' ? 'inner join games using (game)' : isByCurrency ? joinCurrency : '';
  const [first = ''] = measures;
  const within = [...(by ? ['number'] : []), ...grouped];
  if (top === undefined || within.length === 0) return `select ${shown.join(', ')} from (${added}) ${joined}`;
  return `with added as materialized (
    ${added}
  ),
  floors as (
    select ${within.join(', ')}, list_min(max(${first}, ${top})) as least from added group by ${within.join(', ')}
  )
  select ${shown.join(', ')}
  from (select added.* from added inner join floors using (${within.join(', ')}) where ${first} >= least) ${joined}`;
}

const joinCurrency = 'inner join player_groups using (player_group)';

/**
 * Rows of which `is_new` tells whether they are the first of their player, game and period among those that count. The
 * copy is sorted by player, game and day, and a window without an order goes by the order of the rows, as the engine
 * promises: so a row is new where it differs from the one before it. Many times sooner than to count distinct.
 *
 * @see https://duckdb.org/docs/stable/sql/dialect/order_preservation
 */
function toPairs(copied: Copied, measured: Measured, read: readonly string[]): string {
  const { by } = measured;
  const pair = `player::bigint * ${copied.gamesCount} + game`;
  const thing = by ? `(${pair}) * ${countPeriods(by, copied.days)} + ${periodNumbers[by]}` : pair;
  return `(
      select *, lag(thing) over () is distinct from thing as is_new
      from (select ${[...read, `${thing} as thing`].join(', ')} from activity ${toRowsWhere(copied, measured)})
    )`;
}

/** What adds up over players and games, from the small table of sums. */
function toSums(copied: Copied, measured: Measured): string {
  const { by, measures } = measured;
  if (!by) throw new Error('a copy adds up by periods');
  const isByCurrency = mustBeCurrency(measured);
  const shown = [
    `${toStartSql(by, copied.days, periodNumbers[by])} as period_start`,
    ...(isByCurrency ? ['player_ccy_code'] : []),
  ];
  const sums = measures.map((name) => castMeasure(`sum(${summedColumns[name]})`, name));
  return `select ${[...shown, ...sums].join(', ')}
  from sums ${isByCurrency ? joinCurrency : ''}
  ${toSumsWhere(copied, measured)}
  group by ${shown.map((_, at) => at + 1).join(', ')}`;
}

/** Nothing but currencies slices an answer of the page. */
function mustBeCurrency({ slices = [] }: Measured): boolean {
  const names = slices.map(({ column }) => column.name);
  const others = names.filter((name) => name !== 'player_ccy_code');
  if (others.length > 0) throw new Error(`a copy does not slice by ${others.join(', ')}`);
  return names.length > 0;
}
