import { type Period, toPeriodStart } from '../../glue/metrics/period.ts';
import { toFromWhere } from '../../glue/metrics/selection.ts';
import type { ActivitySource } from '../../glue/metrics/source.ts';
import type { WithPrevious } from '../../glue/metrics/trend.ts';

/** The days of which a copy holds bets; both null where it holds none. */
export interface CopiedDays {
  readonly first: string | null;
  readonly last: string | null;
}

/** Columns of a copied row that number its period from the copy's first one on. */
export const periodNumbers: Readonly<Record<Period, string>> = {
  day: 'day_number',
  week: 'week_number',
  month: 'month_number',
  year: 'year_number',
};

/** How many periods one whole number tells of, a bit each; the sign is left alone. */
const bitsOfWord = 62;
/** With more of them, a group a period and player is counted sooner. */
const mostWords = 4;

/**
 * The query of a trend's counts. A player is read once, and gets a whole number in which each bit is a period that
 * the player has rows in; games likewise: many times sooner than to count distinct ones a period.
 */
export function toPeriodCounts(
  source: ActivitySource,
  { first, last }: CopiedDays,
  { selection, conditions }: WithPrevious,
): string {
  const { by, from, to } = selection;
  const rows = toFromWhere(source, selection, [], conditions);
  const begin = laterOf(from, first);
  const lowest = begin === null || first === null ? 0 : countPeriods(by, first, begin) - 1;
  const end = earlierOf(to, last);
  const count = begin === null || end === null || begin > end ? 1 : countPeriods(by, begin, end);
  if (count > bitsOfWord * mostWords) return toGroupCounts(source, by, rows);

  const number = `${periodNumbers[by]}::bigint`;
  const words = Array.from({ length: Math.ceil(count / bitsOfWord) }, (_, at) => lowest + at * bitsOfWord);
  const masks = words.map((least, at) => {
    const bit = `1::bigint << (${number} - ${least})`;
    if (words.length === 1) return `bit_or(${bit}) as word_${at}`;
    const isWithin = `${number} between ${least} and ${least + bitsOfWord - 1}`;
    return `bit_or(case when ${isWithin} then ${bit} else 0 end) as word_${at}`;
  });
  const counts = Array.from({ length: count }, (_, at) => {
    const [word, bit] = [Math.floor(at / bitsOfWord), at % bitsOfWord];
    return `count_if(word_${word} & ${2n ** BigInt(bit)} <> 0)`;
  });
  const toCounts = (key: string, name: string) => `(
    select unnest(range(${lowest}, ${lowest + count})) as number, unnest([${counts.join(', ')}])::bigint as ${name}
    from (select ${key}, ${masks.join(', ')} ${rows} group by ${key})
  )`;
  return `select
    summed.period_start, summed.bets_count, summed.staked_bets_count,
    by_player.distinct_players_count, by_game.distinct_games_count
  from (
    select ${periodNumbers[by]} as number, min(${source.toPeriodStart(by)}) as period_start,
      sum(bets_count)::bigint as bets_count, sum(staked_bets_count)::bigint as staked_bets_count
    ${rows}
    group by 1
  ) as summed
  inner join ${toCounts('player', 'distinct_players_count')} as by_player using (number)
  inner join ${toCounts('game_id', 'distinct_games_count')} as by_game using (number)`;
}

function toGroupCounts(source: ActivitySource, by: Period, rows: string): string {
  const period = source.toPeriodStart(by);
  return `select by_player.period_start, by_player.bets_count, by_player.staked_bets_count,
    by_player.distinct_players_count, by_game.distinct_games_count
  from (
    select period_start, sum(bets_count)::bigint as bets_count, sum(staked_bets_count)::bigint as staked_bets_count,
      count(*) as distinct_players_count
    from (
      select ${period} as period_start, player, sum(bets_count)::bigint as bets_count,
        sum(staked_bets_count)::bigint as staked_bets_count
      ${rows}
      group by ${period}, player
    )
    group by 1
  ) as by_player
  inner join (
    select period_start, count(*) as distinct_games_count
    from (select ${period} as period_start, game_id ${rows} group by ${period}, game_id)
    group by 1
  ) as by_game using (period_start)`;
}

/** How many periods there are from the one of a day to that of a later one, both counted. */
function countPeriods(by: Period, from: string, to: string): number {
  const [start, end] = [toPeriodStart(by, from), toPeriodStart(by, to)];
  const years = Number(end.slice(0, 4)) - Number(start.slice(0, 4));
  if (by === 'year') return years + 1;
  if (by === 'month') return years * 12 + Number(end.slice(5, 7)) - Number(start.slice(5, 7)) + 1;
  const days = (Date.parse(end) - Date.parse(start)) / 86_400_000;
  return (by === 'week' ? days / 7 : days) + 1;
}

function laterOf(from: string | undefined, first: string | null): string | null {
  if (first === null) return null;
  return from !== undefined && from > first ? from : first;
}

function earlierOf(to: string | undefined, last: string | null): string | null {
  if (last === null) return null;
  return to !== undefined && to < last ? to : last;
}
