import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { bets } from '../../glue/datasets/bets.ts';
import { toCuratedColumns } from '../../glue/derive/to-curated-columns.ts';
import { StaleObjectError } from '../lake/errors.ts';
import { activityFileKey, activityManifestKey, newAttempt, parseFileKey } from '../lake/keys.ts';
import { type Manifest, putManifest, readManifest } from '../lake/manifest.ts';
import { mapBounded } from '../lake/map-bounded.ts';
import { checkColumnTypes } from './check-column-types.ts';
import { computeActivity } from './compute-activity.ts';
import type { RollupContext } from './context.ts';
import { joinSmallFiles } from './join-small-files.ts';
import { lookAtDays } from './look-at-days.ts';
import { type DayFiles, publishDayFiles } from './publish-day.ts';

/** A day's activity, written but not published. */
interface ComputedDay {
  readonly date: string;
  /** The file that stood for the day before its curated files were listed. */
  readonly before: string | undefined;
  readonly files: DayFiles;
  readonly key: string;
}

/**
 * Computes the activity of some days as wholes from the curated files that count, and publishes those of a
 * year by one put of its manifest, together with every day that such a day's replaced files have or had rows
 * of: a bet that a restated file moves between days of a year is never seen on both.
 * Then it publishes the very files that each day was computed from as the day's partition of the table `bets`,
 * so that a manifest which names what the ledger names tells that the activity is right as well.
 *
 * Any number of computations of one day may overlap: the one that looked at the files last is the one that
 * stands. Memory is the engine's limit, whatever the size of a day.
 *
 * @param atOnce days worked on at a time: the engine computes one, the others are read and written meanwhile
 * @throws what kept a day from being computed: then no day of its year was published
 */
export async function rollUpDays(
  context: RollupContext,
  dates: readonly string[],
  atOnce = 1,
): Promise<void> {
  const days = [...new Set(dates)].sort();
  for (const year of new Set(days.map(toYear))) {
    const ofYear = days.filter((date) => toYear(date) === year);
    await rollUpYear(context, year, ofYear, atOnce);
  }
}

async function rollUpYear(
  context: RollupContext,
  year: string,
  dates: readonly string[],
  atOnce: number,
): Promise<void> {
  let waiting = dates;
  while (waiting.length > 0) {
    const computed = await publishActivity(context, year, waiting, atOnce);
    const overtaken = await mapBounded(computed, atOnce, async ({ date, files }) =>
      (await publishDayFiles(context, files)) ? [] : [date],
    );
    waiting = overtaken.flat();
  }
}

/**
 * Computes days, and those that belong to them, and publishes all of them. Where someone else has published one
 * of them meanwhile, all are looked at again, and computed again but for those that nobody has published and
 * whose files are the same: what was published once never comes back under its old name.
 */
async function publishActivity(
  context: RollupContext,
  year: string,
  dates: readonly string[],
  atOnce: number,
): Promise<readonly ComputedDay[]> {
  const { store } = context;
  const manifestKey = activityManifestKey(year);
  let computed: readonly ComputedDay[] = [];
  for (;;) {
    const manifest = await readManifest(store, manifestKey);
    const isOvertaken = computed.some(({ date, before }) => findDay(manifest, date) !== before);
    if (computed.length === 0 || isOvertaken) {
      const found = await lookAtDays(context, dates, atOnce);
      const earlier = computed;
      computed = await mapBounded(found, atOnce, async (files): Promise<ComputedDay> => {
        const before = findDay(manifest, files.date);
        const same = earlier.find((day) => day.before === before && isSameDay(day.files, files));
        return { date: files.date, before, files, key: same?.key ?? (await computeDay(context, files)) };
      });
    }
    const days = new Set(computed.map(({ date }) => date));
    const others = manifest.keys.filter((key) => !days.has(parseFileKey(key).owner));
    try {
      await putManifest(store, manifestKey, [...others, ...computed.map(({ key }) => key)], manifest.etag);
      return computed;
    } catch (error) {
      if (!(error instanceof StaleObjectError)) throw error;
    }
  }
}

/** @returns the key of the file that was written */
async function computeDay(context: RollupContext, { date, counting }: DayFiles): Promise<string> {
  const { engine, store, scratch, definition } = context;
  const paths = await store.checkout(counting);
  const attempt = newAttempt(context.now());
  const key = activityFileKey(date, attempt);
  const path = join(scratch, `activity.${attempt}.parquet`);
  const joined = join(scratch, `joined.${attempt}`);
  const columns = toCuratedColumns(bets);
  try {
    await checkColumnTypes(engine, columns, paths);
    const read = await joinSmallFiles(engine, columns, paths, joined);
    await computeActivity(engine, { date, paths: read, definition, target: path });
    await store.putFile(key, path);
  } finally {
    await rm(path, { force: true });
    await rm(joined, { recursive: true, force: true });
  }
  context.onDay?.(date);
  return key;
}

function isSameDay(a: DayFiles, b: DayFiles): boolean {
  return a.date === b.date && a.counting.join() === b.counting.join();
}

function toYear(date: string): string {
  return date.slice(0, 4);
}

function findDay(manifest: Manifest, date: string): string | undefined {
  return manifest.keys.find((key) => parseFileKey(key).owner === date);
}
