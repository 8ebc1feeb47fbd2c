import type { ActivityDefinition } from '../../glue/rollups/definition.ts';
import type { Engine } from '../core/engine.ts';
import type { ObjectStore } from '../core/object-store.ts';

/** What refreshes depend on. */
export interface RefreshContext {
  readonly store: ObjectStore;
  readonly engine: Engine;
  /** A folder for the files of a computation; each has its own name below it. */
  readonly scratch: string;
  readonly now: () => Date;
  /** What a day's activity depends on beside its bets. */
  readonly definition: ActivityDefinition;
}
