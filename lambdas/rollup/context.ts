import type { Engine } from '../lake/engine.ts';
import type { ObjectStore } from '../lake/object-store.ts';

/** What rollups stand on. */
export interface RollupContext {
  readonly store: ObjectStore;
  readonly engine: Engine;
  /** A folder for the files of a computation; each has its own name below it. */
  readonly scratch: string;
  readonly now: () => Date;
  /** Values of bet_status_code whose bets count for nothing. */
  readonly voidStatuses: readonly string[];
  /** Hears of each day of activity once it is computed. @default nobody */
  readonly onDay?: (date: string) => void;
}
