import { datasetNames } from '../../glue/datasets.ts';
import { parseTouchMessage } from '../lake/sqs-touch-queue.ts';
import { answerDimension } from './answer-dimension.ts';
import { answerInPace, type PacedContext } from './answer-in-pace.ts';
import type { ReadTouches } from './touch-context.ts';

/** A message of the touch queue. */
export interface TouchMessage {
  readonly id: string;
  readonly body: string;
  /** It was received before, and not answered. */
  readonly isAgain: boolean;
}

/**
 * Answers touch messages: every day once, whatever number of messages name it, because all of them were
 * received before its files are listed; every dimension once a data set. Days of bets keep a pace.
 *
 * @param hasTime asked before work begins; what is not begun for want of it is reported failed
 * @returns the messages that failed: those that name a day which could not be computed, or cannot be read
 */
export async function handleTouchMessages(
  context: PacedContext,
  messages: readonly TouchMessage[],
  hasTime: () => boolean,
): Promise<string[]> {
  const began = performance.now();
  const failed = new Set<string>();
  const read = messages.flatMap(({ id, body, isAgain }): ReadTouches[] => {
    try {
      return [{ id, isAgain, ...parseTouchMessage(body) }];
    } catch (error) {
      context.telemetry.error('touch message cannot be read', error, { message_id: id });
      failed.add(id);
      return [];
    }
  });
  for (const dataset of datasetNames) {
    const touches = read.filter((message) => message.dataset === dataset);
    if (touches.length === 0) continue;
    const answer = dataset === 'bets' ? answerInPace : answerDimension;
    for (const id of await answer(context, touches, hasTime)) failed.add(id);
  }
  context.telemetry.measure('RollupMilliseconds', Math.round(performance.now() - began));
  return [...failed];
}
