import type { Result } from './result.ts';

/** A lake that can be asked, wherever it is: the same SQL gives the same answer. */
export interface LakeQueries {
  readonly engine: 'duckdb' | 'athena';
  /**
   * @param signal ends the query where nobody waits for it any more
   * @throws BetlakeError where the engine refuses the query
   */
  run(sql: string, signal?: AbortSignal): Promise<Result>;
}
