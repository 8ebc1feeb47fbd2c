import type { ActivityDefinition } from '../glue/rollups/definition.ts';
import type { Result } from './result.ts';

/** A lake that can be asked, wherever it is: the same SQL gives the same answer. */
export interface LakeQueries {
  readonly engine: 'duckdb' | 'athena';
  /** The sign that debits are written with, by the lake's setting. */
  readonly debits: ActivityDefinition['debits'];
  /**
   * @param signal ends the query where nobody waits for it any more
   * @throws BetlakeError where the engine refuses the query
   */
  run(sql: string, signal?: AbortSignal): Promise<Result>;
}
