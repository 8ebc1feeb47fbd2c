import { randomUUID } from 'node:crypto';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { DatasetName } from '../../glue/dataset.ts';
import { mergeDates } from '../lake/load-record.ts';
import type { ObjectStore } from '../lake/object-store.ts';
import type { Telemetry } from '../lake/telemetry.ts';
import type { RollupContext } from './context.ts';

/** A message of the touch queue, read: days of one data set. */
export interface ReadTouches {
  readonly id: string;
  readonly dataset: DatasetName;
  readonly dates: readonly string[];
  /** How often it was sent again for later. */
  readonly postponed: number;
  /** It was received before, and not answered. */
  readonly isAgain: boolean;
}

/** The days that messages name, sorted, each once. */
export function toDays(messages: readonly Pick<ReadTouches, 'dates'>[]): string[] {
  return mergeDates(...messages.map(({ dates }) => dates));
}

/** What the answer to touch messages stands on. */
export interface TouchContext extends Omit<RollupContext, 'store'> {
  /** The lake, checking files out to a folder that is removed when the work it was opened for is done. */
  readonly openStore: (scratch: string) => ObjectStore;
  /** Days worked on at a time. */
  readonly atOnce: number;
  readonly telemetry: Telemetry;
}

/** Works in a folder of its own, which goes with all that was checked out into it. */
export async function withScratch<T>(
  context: TouchContext,
  work: (context: RollupContext) => Promise<T>,
): Promise<T> {
  const scratch = join(context.scratch, randomUUID());
  await mkdir(scratch, { recursive: true });
  try {
    return await work({ ...context, scratch, store: context.openStore(scratch) });
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}
