import { mapBounded } from '../lake/map-bounded.ts';
import { publishDay } from './publish-day.ts';
import { rollUpDimensionsOf } from './roll-up-dimension.ts';
import { type ReadTouches, type TouchContext, toDays, withScratch } from './touch-context.ts';

/**
 * Answers touches of players or games: publishes each day's curated files, then brings the dimensions up to
 * date once.
 *
 * @returns the messages that failed: those of a day that did, or all where a dimension did
 */
export async function answerDimension(
  context: TouchContext,
  messages: readonly ReadTouches[],
  hasTime: () => boolean,
): Promise<string[]> {
  const { telemetry } = context;
  const [first] = messages;
  if (!first || !hasTime()) return messages.map(({ id }) => id);
  const { dataset } = first;
  const days = toDays(messages);
  return withScratch(context, async (inFolder) => {
    const published = await mapBounded(days, context.atOnce, async (date) => {
      try {
        if (hasTime()) await publishDay(inFolder, dataset, date);
        return hasTime();
      } catch (error) {
        telemetry.error(`publishing a day of ${dataset} failed`, error, { first: date });
        return false;
      }
    });
    const unpublished = new Set(days.filter((_, index) => !published[index]));
    try {
      await rollUpDimensionsOf(inFolder, dataset);
    } catch (error) {
      telemetry.error(`rollup of ${dataset} failed`, error);
      return messages.map(({ id }) => id);
    }
    return messages.filter(({ dates }) => dates.some((date) => unpublished.has(date))).map(({ id }) => id);
  });
}
