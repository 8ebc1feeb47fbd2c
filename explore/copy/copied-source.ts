import { castMeasure } from '../../glue/metrics/measures.ts';
import type { ActivitySource, Measured } from '../../glue/metrics/source.ts';
import { type Copied, toRowsWhere, toSumsWhere } from './copied-rows.ts';
import { toPairsSql } from './pairs.ts';
import { toPeriodCounts } from './period-counts.ts';
import { countPeriods, periodNumbers, toStartSql } from './periods.ts';
import { summedColumns, toSum } from './sum-types.ts';
import { toMeasuredWeeks } from './weeks.ts';

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
  const sums = measures.map((name) =>
    isDistinct(name) ? `count_if(is_new)::bigint as ${name}` : toSum(copied.sumTypes, name),
  );
  const read = [...numbered, key, ...grouped, ...summed];
  const rows = measures.some(isDistinct)
    ? toPairs(copied, measured, read)
    : `(select ${read.join(', ')} from activity ${toRowsWhere(copied, measured)})`;
  const added =
    toMeasuredWeeks(copied, measured) ??
    `select ${[...groups, ...grouped.map((name) => `min(${name}) as ${name}`), ...sums].join(', ')}
    from ${rows}
    group by ${groups.join(', ')}`;
  const shown = [
    ...(by ? [`${toStartSql(by, copied.days, 'number')} as period_start`] : []),
    ...(of === 'players' ? ['player'] : ['game_id', 'game_name']),
    ...(isByCurrency ? ['player_ccy_code'] : []),
    ...measures.map((name) => castMeasure(name, name)),
  ];
  const joined = of === 'games' ? 'inner join games using (game)' : isByCurrency ? joinCurrency : '';
  const measuredAll = `select ${shown.join(', ')} from added ${joined}`;
  // There are few games, and few groups of all the dates.
  if (top === undefined || of === 'games' || !by) return `with added as (${added}) ${measuredAll}`;
  return `with measured_all as materialized (${added}),
  added as (${toCandidates(['number', ...grouped], measures[0] ?? '', top)})
  ${measuredAll}`;
}

/** Of so many players, one stands for all in finding how much it takes to be among the first. */
const playersForOne = 64;

/**
 * Rows that may be among the first. Ranking millions of players costs more than adding them up, so a part of them is
 * looked at first: whoever is among the first of all is not below the last of the first of a part.
 */
function toCandidates(within: readonly string[], measure: string, top: number): string {
  const names = within.join(', ');
  return `
    select measured_all.*
    from measured_all
    left join (
      select ${names}, case when count(*) >= ${top} then list_min(max(${measure}, ${top})) end as least
      from measured_all
      where player % ${playersForOne} = 0
      group by ${names}
    ) as floors using (${names})
    where least is null or ${measure} >= least
  `;
}

const joinCurrency = 'inner join player_groups using (player_group)';

function toPairs(copied: Copied, measured: Measured, read: readonly string[]): string {
  const { by } = measured;
  const number = by && { name: periodNumbers[by], count: countPeriods(by, copied.days) };
  return toPairsSql(`activity ${toRowsWhere(copied, measured)}`, copied.gamesCount, number, read);
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
