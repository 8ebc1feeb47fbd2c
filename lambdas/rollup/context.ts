import type { ActivityDefinition } from '../../glue/rollups/definition.ts';
import type { Engine } from '../core/engine.ts';
import type { ObjectStore } from '../core/object-store.ts';

/** The dependencies of a refresh. */
export interface RefreshContext {
  readonly store: ObjectStore;
  readonly engine: Engine;
  /** A folder for local files; each computation uses names of its own in it. */
  readonly scratch: string;
  readonly now: () => Date;
  /** The settings that a day's activity is computed with. */
  readonly definition: ActivityDefinition;
}
