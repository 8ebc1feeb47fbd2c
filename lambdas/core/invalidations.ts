import * as z from 'zod';
import { datasetNames } from '../../glue/datasets/index.ts';
import type { DatasetName } from '../../glue/schema.ts';
import { BetlakeError, StaleObjectError } from './errors.ts';
import { newAttempt } from './keys.ts';
import { type LoadRecord, listLoadRecords, putLoadRecord, type ReadRecord } from './ledger.ts';
import type { ObjectStore } from './object-store.ts';
import { parseJson } from './parse-json.ts';
import type { SqsQueue } from './sqs-queue.ts';

const invalidation = z.strictObject({
  dataset: z.enum(datasetNames as [DatasetName, ...DatasetName[]]),
  date: z.iso.date(),
  /** The load that changed the day, and the attempt that did. */
  load_id: z.string().min(1).optional(),
  attempt: z.string().optional(),
  /** The current definition, where the day was computed with another one or was published in part. */
  definition: z.string().optional(),
});

/**
 * A day of a data set whose published files no longer match the ledger, and the cause. A day without a cause,
 * as an operator sends it, is always refreshed.
 */
export type Invalidation = z.infer<typeof invalidation>;

/** The queue from loads to refreshes; delivers at least once. */
export interface RefreshQueue {
  /** @throws when one of them could not be sent: send all of them again */
  send(invalidations: readonly Invalidation[]): Promise<void>;
}

/**
 * Sends invalidations to a FIFO queue, which delivers one message of a group at a time. Each day of bets is a
 * group, so it is never refreshed twice at once, and a day that fails delays no other. The data set of a
 * dimension is one group, because all its days refresh the same rows.
 */
export class SqsRefreshQueue implements RefreshQueue {
  readonly #queue: SqsQueue;
  readonly #now: () => Date;

  constructor(queue: SqsQueue, now: () => Date) {
    this.#queue = queue;
    this.#now = now;
  }

  async send(invalidations: readonly Invalidation[]): Promise<void> {
    await this.#queue.send(
      invalidations.map((each) => ({
        body: JSON.stringify(each),
        group: toGroup(each),
        deduplicationId: `${each.dataset}.${each.date}.${toCause(each, this.#now())}`,
      })),
    );
  }
}

export function toGroup({ dataset, date }: Pick<Invalidation, 'dataset' | 'date'>): string {
  return dataset === 'bets' ? `bets/${date}` : dataset;
}

/** @throws BetlakeError where the body is no invalidation */
export function parseInvalidation(body: string): Invalidation {
  const value = parseJson(body);
  if (value === undefined) throw new BetlakeError('not an invalidation: it is not JSON');
  const read = invalidation.safeParse(value);
  if (!read.success) throw new BetlakeError(`not an invalidation: ${z.prettifyError(read.error)}`);
  return read.data;
}

/** The days of a record that are still to be refreshed. */
export function toInvalidations({ dataset, load_id, attempt, invalidations }: LoadRecord): Invalidation[] {
  return invalidations.map((date) => ({ dataset, date, load_id, attempt }));
}

/** Loads of a data set with days that are still to be refreshed. */
export async function listPendingLoads(store: ObjectStore, dataset: DatasetName): Promise<ReadRecord[]> {
  const pending: ReadRecord[] = [];
  for await (const read of listLoadRecords(store, dataset))
    if (read.record.invalidations.length > 0) pending.push(read);
  return pending;
}

/**
 * Records in the ledger that a load's days were sent or refreshed. Where the record has changed since it was
 * read, nothing is recorded: the newer record names its own days.
 *
 * @param left the days that are still to be refreshed. @default none
 */
export async function clearInvalidations(
  store: ObjectStore,
  { record, etag }: ReadRecord,
  left: readonly string[] = [],
): Promise<void> {
  if (record.invalidations.length === left.length) return;
  try {
    await putLoadRecord(store, { ...record, invalidations: [...left] }, etag);
  } catch (error) {
    if (!(error instanceof StaleObjectError)) throw error;
  }
}

/**
 * SQS drops messages with the same id for five minutes: of one attempt it keeps one. A message without an attempt gets
 * an id of its own.
 */
function toCause({ load_id, attempt }: Invalidation, now: Date): string {
  return load_id && attempt ? `${load_id}.${attempt}` : newAttempt(now);
}
