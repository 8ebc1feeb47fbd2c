import type { DatasetName } from '../../glue/dataset.ts';

/** A day of a data set whose loads have changed. */
export interface Touch {
  readonly dataset: DatasetName;
  readonly date: string;
}

/** The way from loads to rollups: at least once, in any order. */
export interface TouchQueue {
  /**
   * Sends touches; those of one load are best sent in one call, so that its days can be published together.
   *
   * @throws when one of them could not be sent: then all of them are to be sent again
   */
  send(touches: readonly Touch[]): Promise<void>;
  /**
   * Sends touches for later.
   *
   * @param seconds up to 900
   * @param timesBefore how often they were before
   */
  postpone(touches: readonly Touch[], seconds: number, timesBefore: number): Promise<void>;
}
