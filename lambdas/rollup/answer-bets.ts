import { daysTogether } from './look-at-days.ts';
import { rollUpDays } from './roll-up-days.ts';
import { type ReadTouches, type TouchContext, toDays, withScratch } from './touch-context.ts';

/**
 * Answers touches of bets. Messages are taken together, up to two months of days at a time, and the days of
 * one message are never torn apart; where a day of them fails, each message is tried by itself, so that only
 * those which name that day fail.
 *
 * @returns the messages that failed
 */
export async function answerBets(
  context: TouchContext,
  messages: readonly ReadTouches[],
  hasTime: () => boolean,
): Promise<string[]> {
  const failed: string[] = [];
  const done = new Set<string>();
  for (const together of groupMessages(messages)) {
    if (!hasTime()) failed.push(...together.map(({ id }) => id));
    else if (together.length === 1 || !(await tryMessages(context, together, done))) {
      for (const message of together) {
        if (!hasTime() || !(await tryMessages(context, [message], done))) failed.push(message.id);
      }
    }
  }
  context.telemetry.measure('DaysRolledUp', done.size);
  return failed;
}

/** Computes the days of some messages that were not computed in this run; false where that failed. */
async function tryMessages(
  context: TouchContext,
  messages: readonly ReadTouches[],
  done: Set<string>,
): Promise<boolean> {
  const days = toDays(messages).filter((date) => !done.has(date));
  try {
    await withScratch(context, (inFolder) => rollUpDays(inFolder, days, context.atOnce));
    for (const date of days) done.add(date);
    return true;
  } catch (error) {
    context.telemetry.error('rollup of bets failed', error, {
      days_count: days.length,
      first: days[0] ?? '',
    });
    return false;
  }
}

/** Messages in the order of their days, as many together as have no more than some days in all. */
function groupMessages(messages: readonly ReadTouches[]): ReadTouches[][] {
  const ordered = [...messages].sort((a, b) => ((a.dates[0] ?? '') < (b.dates[0] ?? '') ? -1 : 1));
  const groups: ReadTouches[][] = [];
  let days = new Set<string>();
  for (const message of ordered) {
    const together = new Set([...days, ...message.dates]);
    const group = groups.at(-1);
    if (group && together.size <= daysTogether) {
      group.push(message);
      days = together;
    } else {
      groups.push([message]);
      days = new Set(message.dates);
    }
  }
  return groups;
}
