import { formatDate } from './calendar.ts';

/** A day of the sample and the bets lines that fall to it: from `firstLine` up to, not with, `endLine`. */
export interface Day {
  readonly day: number;
  readonly firstLine: number;
  readonly endLine: number;
}

/** A bets file and its lines, numbered over the whole sample. */
export interface BetFile {
  readonly name: string;
  readonly firstLine: number;
  readonly endLine: number;
}

/** How busy each day of the week is, from Monday. */
const weekdayWeights = [10, 10, 10, 11, 13, 15, 14];

/** Shares the lines out over the days, more to the days of a weekend. */
export function planDays(bets: number, days: number, startDay: number): Day[] {
  const ends: number[] = [];
  let weight = 0;
  for (let index = 0; index < days; index++) {
    // 1970-01-01 was a Thursday.
    weight += weekdayWeights[(startDay + index + 3) % 7] as number;
    ends.push(weight);
  }
  let firstLine = 0;
  return ends.map((end, index) => {
    const endLine = Math.floor((bets * end) / weight);
    const day = { day: startDay + index, firstLine, endLine };
    firstLine = endLine;
    return day;
  });
}

/**
 * Cuts the lines into a number of files whose names sort in the order of their lines:
 * `2021-10-04.jsonl` a day; `2021-10-04.1.jsonl` where there are more files than days;
 * `2021-10-04_2021-10-06.jsonl` where there are fewer.
 */
export function planBetFiles(days: readonly Day[], files: number): BetFile[] {
  if (files > days.length) return days.flatMap((day, index) => cutDay(day, index, days.length, files));
  return Array.from({ length: files }, (_, index) => {
    const first = days[Math.floor((index * days.length) / files)] as Day;
    const last = days[Math.floor(((index + 1) * days.length) / files) - 1] as Day;
    const dates = first === last ? [first.day] : [first.day, last.day];
    return {
      name: `${dates.map(formatDate).join('_')}.jsonl`,
      firstLine: first.firstLine,
      endLine: last.endLine,
    };
  });
}

function cutDay({ day, firstLine, endLine }: Day, index: number, days: number, files: number): BetFile[] {
  const parts = Math.floor(((index + 1) * files) / days) - Math.floor((index * files) / days);
  const width = String(Math.ceil(files / days)).length;
  const cut = (part: number) => firstLine + Math.floor(((endLine - firstLine) * part) / parts);
  return Array.from({ length: parts }, (_, part) => ({
    name: `${formatDate(day)}.${String(part + 1).padStart(width, '0')}.jsonl`,
    firstLine: cut(part),
    endLine: cut(part + 1),
  }));
}
