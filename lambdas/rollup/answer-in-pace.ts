import type { TouchQueue } from '../lake/touch-queue.ts';
import { answerBets } from './answer-bets.ts';
import { beginDays, endDays, type PaceOptions, readRests } from './pace.ts';
import { type ReadTouches, type TouchContext, toDays } from './touch-context.ts';

/** What the answer to touches of bets stands on, where days may be left alone for a while. */
export interface PacedContext extends TouchContext {
  readonly touches: Pick<TouchQueue, 'postpone'>;
  /** The longest that a day is left alone after it was computed; 0 where none is. */
  readonly dayIntervalSeconds: number;
}

/**
 * Answers the touches of bets whose days may be computed now, and sends the others again for later. The days of
 * one message are computed together or wait together. A message that failed before, or has waited often, waits no
 * more: one that cannot be answered must come to the dead letters, and none may be overtaken for ever.
 *
 * @returns the messages that failed
 */
export async function answerInPace(
  context: PacedContext,
  messages: readonly ReadTouches[],
  hasTime: () => boolean,
): Promise<string[]> {
  if (context.dayIntervalSeconds === 0) return answerBets(context, messages, hasTime);
  const began = performance.now();
  const pace: PaceOptions = {
    store: context.openStore(context.scratch),
    now: context.now(),
    longestSeconds: context.dayIntervalSeconds,
  };
  const rests = await readRests(pace, toDays(messages));
  const waitOf = ({ dates }: ReadTouches) =>
    Math.max(...dates.map((date) => rests.get(date)?.waitSeconds ?? 0));
  const rested = messages.filter((message) => mayWaitNoMore(message) || waitOf(message) === 0);
  const begun = await beginDays(pace, rests, toDays(rested));
  const due = rested.filter(
    (message) => mayWaitNoMore(message) || message.dates.every((day) => begun.has(day)),
  );
  const early = messages.filter((message) => !due.includes(message));
  const failed = await postpone(context, early, (message) => waitOf(message) || context.dayIntervalSeconds);
  if (due.length > 0) failed.push(...(await answerBets(context, due, hasTime)));
  await endDays(pace, begun, performance.now() - began);
  return failed;
}

/** Each under its own name for its own time; of several alike, one. */
async function postpone(
  { touches, telemetry }: PacedContext,
  messages: readonly ReadTouches[],
  toSeconds: (message: ReadTouches) => number,
): Promise<string[]> {
  const sent = new Set<string>();
  const failed: string[] = [];
  for (const message of messages) {
    const alike = message.dates.toSorted().join();
    if (sent.has(alike)) continue;
    try {
      const { dataset, dates, postponed } = message;
      const days = dates.map((date) => ({ dataset, date }));
      await touches.postpone(days, toSeconds(message), postponed);
      sent.add(alike);
    } catch (error) {
      telemetry.error('touches could not be postponed', error, { message_id: message.id });
      failed.push(message.id);
    }
  }
  return failed;
}

function mayWaitNoMore({ isAgain, postponed }: ReadTouches): boolean {
  return isAgain || postponed >= mostPostponed;
}

/** An hour at the longest: whoever is overtaken so often by others is computed beside them. */
const mostPostponed = 4;
