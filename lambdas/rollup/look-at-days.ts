import { BetlakeError } from '../lake/errors.ts';
import { mapBounded } from '../lake/map-bounded.ts';
import type { RollupContext } from './context.ts';
import { type DayFiles, findDayFiles } from './publish-day.ts';

/**
 * Looks at some days of bets of one year, and at all others of it that must be published with them: where a
 * file was replaced and one of the days does not show that yet, a bet of it may have come from any day that the
 * file has or had, and published apart from that day it would be seen on both, or on neither. So every
 * load is seen on all the days alike, as of one record.
 *
 * A file's first load moves nothing, so a year that comes in one file is not taken together. No more than two
 * months of days are: where more hang together, as when everything is reloaded, they are published in parts.
 *
 * @returns the days in no particular order
 * @throws BetlakeError where the days go on disagreeing: they change faster than they are read, or a curated file
 *   that a record names is not there
 */
export async function lookAtDays(
  context: Pick<RollupContext, 'store'>,
  dates: readonly string[],
  atOnce: number,
): Promise<DayFiles[]> {
  const looked = new Map<string, DayFiles>();
  let missing = dates;
  for (let looks = 0; missing.length > 0; looks++) {
    if (looks > mostLooks) {
      throw new BetlakeError(
        `the bets of ${missing.join(', ')} are not those that the ledger's records name, after ${looks} looks: if a curated file of these days was removed by hand, read its landing object again, with a new version of it or with betlake reload`,
      );
    }
    const seen = await mapBounded(missing, atOnce, (date) => findDayFiles(context, 'bets', date));
    for (const files of seen) looked.set(files.date, files);
    missing = findMissing(looked);
    if (missing.length === 0) missing = findDisagreeing(looked);
  }
  return [...looked.values()];
}

/** Days that belong to those that were looked at, as far as there is room for them. */
function findMissing(looked: ReadonlyMap<string, DayFiles>): string[] {
  const years = new Set([...looked.keys()].map(toYear));
  const missing = new Set<string>();
  for (const { replaced } of looked.values()) {
    for (const day of replaced) if (years.has(toYear(day)) && !looked.has(day)) missing.add(day);
  }
  return [...missing].sort().slice(0, Math.max(0, daysTogether - looked.size));
}

/** Days that saw a load otherwise than another of them, because it was replaced between the looks at them. */
function findDisagreeing(looked: ReadonlyMap<string, DayFiles>): string[] {
  const attempts = new Map<string, string>();
  const changed = new Set<string>();
  const disagreeing = new Set<string>();
  for (const { loads } of looked.values()) {
    for (const { loadId, attempt, dates } of loads) {
      const other = attempts.get(loadId) ?? attempt;
      attempts.set(loadId, attempt);
      if (other !== attempt) changed.add(loadId);
      for (const date of dates) {
        const has = looked.get(date)?.loads.some((load) => load.loadId === loadId);
        if (has === false) disagreeing.add(date);
      }
    }
  }
  for (const { date, loads } of looked.values()) {
    if (loads.some(({ loadId }) => changed.has(loadId))) disagreeing.add(date);
  }
  return [...disagreeing].sort();
}

const toYear = (date: string) => date.slice(0, 4);

/** What is computed before any of it is published: large days of two months are done in a few minutes. */
export const daysTogether = 62;

/** Each look takes in days, or sees again those that were changed meanwhile. */
const mostLooks = 200;
