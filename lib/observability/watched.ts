import type { DuckDbFunction } from '../compute/duck-db-function.ts';
import type { Configuration } from '../configuration.ts';
import type { WorkQueue } from '../storage/work-queue.ts';

/** What alarms and dashboard look at. */
export interface Watched {
  readonly configuration: Configuration;
  readonly functions: {
    readonly convert: DuckDbFunction;
    readonly rollup: DuckDbFunction;
    readonly sweep: DuckDbFunction;
  };
  readonly queues: { readonly landing: WorkQueue; readonly refresh: WorkQueue };
}
