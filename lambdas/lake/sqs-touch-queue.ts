import * as z from 'zod';
import type { DatasetName } from '../../glue/dataset.ts';
import { datasetNames } from '../../glue/datasets.ts';
import { BetlakeError } from './errors.ts';
import type { SqsQueue } from './sqs-queue.ts';
import type { Touch, TouchQueue } from './touch-queue.ts';

const dataset = z.enum(datasetNames as [DatasetName, ...DatasetName[]]);
const touchMessage = z.union([
  z.strictObject({
    dataset,
    dates: z.array(z.iso.date()).min(1),
    /** How often they were sent again for later. */
    postponed: z.number().int().positive().optional(),
  }),
  z.strictObject({ dataset, date: z.iso.date() }),
]);

/**
 * Touches as messages of SQS. The days of one call, data set and year travel in one message, up to a month of
 * them: what reads it computes and publishes them together, so that a bet which moved between them is never
 * seen on both.
 */
export class SqsTouchQueue implements TouchQueue {
  readonly #queue: SqsQueue;

  constructor(queue: SqsQueue) {
    this.#queue = queue;
  }

  async send(touches: readonly Touch[]): Promise<void> {
    await this.#queue.send(toTouchMessages(touches));
  }

  async postpone(touches: readonly Touch[], seconds: number, timesBefore: number): Promise<void> {
    await this.#queue.send(toTouchMessages(touches, timesBefore + 1), seconds);
  }
}

/**
 * The bodies of the messages that carry some touches.
 *
 * @param postponed how often they were sent for later
 */
export function toTouchMessages(touches: readonly Touch[], postponed = 0): string[] {
  const groups = new Map<string, { dataset: DatasetName; dates: Set<string> }>();
  for (const { dataset, date } of touches) {
    const name = `${dataset} ${date.slice(0, 4)}`;
    const group = groups.get(name) ?? { dataset, dates: new Set() };
    groups.set(name, group);
    group.dates.add(date);
  }
  return [...groups.values()].flatMap(({ dataset, dates }) => {
    const sorted = [...dates].sort();
    const bodies: string[] = [];
    for (let from = 0; from < sorted.length; from += datesAtOnce) {
      const dates = sorted.slice(from, from + datesAtOnce);
      bodies.push(JSON.stringify({ dataset, dates, ...(postponed > 0 && { postponed }) }));
    }
    return bodies;
  });
}

/** What a message says: days of one data set. */
export interface TouchMessage {
  readonly dataset: DatasetName;
  readonly dates: readonly string[];
  /** How often it was sent again for later. */
  readonly postponed: number;
}

/**
 * Reads the body of a message: `{"dataset": …, "dates": […]}`, or `{"dataset": …, "date": …}` sent by hand.
 *
 * @throws BetlakeError where it is neither
 */
export function parseTouchMessage(body: string): TouchMessage {
  const read = touchMessage.safeParse(parseJson(body));
  if (!read.success) throw new BetlakeError(`not a touch message: ${z.prettifyError(read.error)}`);
  const { dataset, ...said } = read.data;
  return 'dates' in said
    ? { dataset, dates: said.dates, postponed: said.postponed ?? 0 }
    : { dataset, dates: [said.date], postponed: 0 };
}

function parseJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch (error) {
    throw new BetlakeError('not a touch message: it is not JSON', { cause: error });
  }
}

/** Few enough that a function can compute all of them, however large, well within its time. */
const datesAtOnce = 31;
