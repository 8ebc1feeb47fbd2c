import type { Selection } from '../glue/metrics/selection.ts';
import type { ActivitySource } from '../glue/metrics/source.ts';
import type { LakeQueries } from '../query/lake-queries.ts';
import type { RowsRead } from './read-rows.ts';
import type { Remembered } from './remembered.ts';

/** A copy of the rollup that answers sooner than the lake's own tables, with the same rows. */
export interface RollupCopy {
  readonly source: ActivitySource;
  run: LakeQueries['run'];
  /** Gives the rows of `toSliceCountsSql`, in their columns. */
  toSliceCountsSql(selection: Selection): string;
}

/** A lake as of one moment: answers that were given stay right. */
export interface Moment extends LakeQueries {
  readonly copy: RollupCopy | undefined;
  readonly remembered: Remembered<RowsRead>;
}

/** A lake that is looked at for hours, while loads change it. */
export interface ExploredLake {
  /** The folder or the stack. */
  readonly name: string;
  /** Hands over the newest moment, and keeps it until `work` is done. */
  use<T>(work: (moment: Moment) => Promise<T>): Promise<T>;
  /** Whether a copy answers, told once it does or none will. */
  whenCopied(): Promise<boolean>;
  close(): Promise<void>;
}
