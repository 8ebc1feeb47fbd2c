import { castMeasure } from '../../glue/metrics/measures.ts';
import type { Measured } from '../../glue/metrics/source.ts';
import { type Copied, toRowsWhere, toSumsWhere } from './copied-rows.ts';
import { periodNumbers, toNumber, toStartSql } from './periods.ts';
import { summedColumns } from './sum-types.ts';

/** How many periods one whole number tells of, a bit each; the sign is left alone. */
const bitsOfWord = 62;
/** With more of them, a group a period and player is counted sooner. */
const mostWords = 4;

/**
 * The query of counts by period, of all players and games together. A player is read once, and gets a whole number in
 * which each bit is a period that the player has rows in; games likewise: many times sooner than to count distinct
 * ones a period. What adds up comes from the small table of sums.
 */
export function toPeriodCounts(copied: Copied, measured: Measured): string {
  const { days } = copied;
  const { by, from, to, measures } = measured;
  if (!by) throw new Error('a copy counts by periods');
  const rows = `from activity ${toRowsWhere(copied, measured)}`;
  const begin = days.first === null ? null : laterOf(from, days.first);
  const end = days.last === null ? null : earlierOf(to, days.last);
  const lowest = begin === null || days.first === null ? 0 : toNumber(by, days.first, begin);
  const count = begin === null || end === null || begin > end ? 1 : toNumber(by, begin, end) + 1;
  const column = periodNumbers[by];
  const toCounts = (key: string, name: string) =>
    count > bitsOfWord * mostWords
      ? toGroupCounts(column, rows, key, name)
      : toBitCounts(column, rows, key, name, { lowest, count });

  const sums = measures.flatMap((name) =>
    summedColumns[name] === undefined ? [] : `sum(${summedColumns[name]}) as ${name}`,
  );
  const shown = measures.map((name) => castMeasure(name, name));
  return `select ${[`${toStartSql(by, days, 'number')} as period_start`, ...shown].join(', ')}
  from (
    select ${[`${column} as number`, ...sums].join(', ')}
    from sums ${toSumsWhere(copied, measured)}
    group by number
  )
  inner join ${toCounts('player', 'distinct_players_count')} using (number)
  inner join ${toCounts('game', 'distinct_games_count')} using (number)`;
}

function toBitCounts(
  column: string,
  rows: string,
  key: string,
  name: string,
  { lowest, count }: { readonly lowest: number; readonly count: number },
): string {
  const words = Array.from({ length: Math.ceil(count / bitsOfWord) }, (_, at) => lowest + at * bitsOfWord);
  const masks = words.map((least, at) => {
    const bit = `1::bigint << (${column}::bigint - ${least})`;
    if (words.length === 1) return `bit_or(${bit}) as word_${at}`;
    const isWithin = `${column} between ${least} and ${least + bitsOfWord - 1}`;
    return `bit_or(case when ${isWithin} then ${bit} else 0 end) as word_${at}`;
  });
  const counts = Array.from({ length: count }, (_, at) => {
    const [word, bit] = [Math.floor(at / bitsOfWord), at % bitsOfWord];
    return `count_if(word_${word} & ${2n ** BigInt(bit)} <> 0)`;
  });
  return `(
    select unnest(range(${lowest}, ${lowest + count})) as number, unnest([${counts.join(', ')}]) as ${name}
    from (select ${[key, ...masks].join(', ')} ${rows} group by ${key})
  )`;
}

function toGroupCounts(column: string, rows: string, key: string, name: string): string {
  return `(
    select number, count(*) as ${name}
    from (select distinct ${column} as number, ${key} ${rows})
    group by number
  )`;
}

function laterOf(from: string | undefined, first: string): string {
  return from !== undefined && from > first ? from : first;
}

function earlierOf(to: string | undefined, last: string): string {
  return to !== undefined && to < last ? to : last;
}
