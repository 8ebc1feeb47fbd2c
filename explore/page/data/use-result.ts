import { useEffect } from 'preact/hooks';
import type { QueryName, QueryResult } from '../../contract.ts';
import { useExplorer } from '../state/explorer.ts';
import type { RequestStatus } from './latest-request.ts';

/** The result of a query for the current state. */
export interface UsedResult extends RequestStatus<QueryResult> {
  /** Whether `value` is the result for the current state. */
  readonly current: boolean;
  readonly stop: () => void;
  readonly again: () => void;
}

/** @param wanted whether the query is sent now; without it, only a result that another part requested is given */
export function useResult(name: QueryName, wanted = true): UsedResult {
  const explorer = useExplorer();
  const state = explorer.state.value;
  const key = explorer.keyOf(name, state);
  const request = explorer.requestOf(name);
  useEffect(() => {
    if (wanted) request.send(key, state);
  }, [request, wanted, key, state]);
  const status = request.status.value;
  return {
    ...status,
    current: status.value !== undefined && status.key === key,
    stop: () => request.stop(),
    again: () => request.again(),
  };
}
