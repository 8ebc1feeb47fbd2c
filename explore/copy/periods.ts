import { type Period, toPeriodStart } from '../../glue/metrics/period.ts';
import { type Selection, toDateLiteral } from '../../glue/metrics/selection.ts';

/** The days of which a copy holds bets; both null where it holds none. */
export interface CopiedDays {
  readonly first: string | null;
  readonly last: string | null;
}

/** The column of a copied row that numbers its period, from that of the copy's first day on. */
export const periodNumbers: Readonly<Record<Period, string>> = {
  day: 'day_number',
  week: 'week_number',
  month: 'month_number',
  year: 'year_number',
};

/** The number of the period that a day is in; negative before the first. */
export function toNumber(by: Period, first: string, date: string): number {
  const [start, end] = [toPeriodStart(by, first), toPeriodStart(by, date)];
  const years = Number(end.slice(0, 4)) - Number(start.slice(0, 4));
  if (by === 'year') return years;
  if (by === 'month') return years * 12 + Number(end.slice(5, 7)) - Number(start.slice(5, 7));
  const days = (Date.parse(end) - Date.parse(start)) / 86_400_000;
  return by === 'week' ? days / 7 : days;
}

/** The SQL of the first day of the period that a column numbers. */
export function toStartSql(by: Period, { first }: CopiedDays, number: string): string {
  const start = toDateLiteral(toPeriodStart(by, first ?? '2000-01-01'));
  if (by === 'day' || by === 'week') return `(${start} + ${by === 'week' ? 7 : 1} * ${number}::integer)`;
  return `cast(${start} + to_${by}s(${number}::integer) as date)`;
}

/** How many periods there are, from the copy's first to its last. */
export function countPeriods(by: Period, { first, last }: CopiedDays): number {
  return first === null || last === null ? 1 : toNumber(by, first, last) + 1;
}

/** Conditions that a row's period is among those of the days that count; periods that those days cut are whole. */
export function toPeriodConditions(
  by: Period,
  { first }: CopiedDays,
  { from, to, leftOut }: Selection,
): string[] {
  const of = (date: string) => (first === null ? 0 : toNumber(by, first, date));
  const number = periodNumbers[by];
  return [
    ...(from === undefined || of(from) <= 0 ? [] : [`${number} >= ${of(from)}`]),
    ...(to === undefined ? [] : [`${number} <= ${of(to)}`]),
    ...(leftOut ? [`not (${number} >= ${of(leftOut.from)} and ${number} < ${of(leftOut.before)})`] : []),
  ];
}
