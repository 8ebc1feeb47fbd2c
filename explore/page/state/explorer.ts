import { computed, effect, type ReadonlySignal } from '@preact/signals';
import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import {
  type Filter,
  healthNames,
  type Lake,
  type PageState,
  type QueryName,
  type QueryResult,
  type Slices,
  toSearch,
} from '../../contract.ts';
import { LatestRequest } from '../data/latest-request.ts';
import type { Source } from '../data/source.ts';
import { openAddress, type View } from './address.ts';

/** What every part of the page reads and changes. */
export interface Explorer {
  readonly lake: Lake;
  readonly source: Source;
  readonly state: ReadonlySignal<PageState>;
  /** Which period and currency rankings show: kept in the address, unknown to the server. */
  readonly view: ReadonlySignal<View>;
  readonly slices: LatestRequest<Slices, PageState>;
  /** Changes the state, as a step that the browser's back button undoes. */
  go(next: PageState): void;
  /** Adds the filter, or removes it where it is set. */
  toggle(filter: Filter): void;
  /** Shows the same results in another way, which adds no step to the browser's history. */
  changeView(change: View): void;
  requestOf(name: QueryName): LatestRequest<QueryResult, PageState>;
  /** What a result depends on: the health of the lake is the same whatever is chosen. */
  keyOf(name: QueryName, state: PageState): string;
}

/** @throws StateError where the address cannot be read */
export function createExplorer(lake: Lake, source: Source): Explorer {
  const address = openAddress(lake, source.report?.state);
  const slices = new LatestRequest<Slices, PageState>((state, abort) => source.slices(state, abort));
  const requests = new Map<QueryName, LatestRequest<QueryResult, PageState>>();
  const key = computed(() => toKey(address.state.value));

  function keyOf(name: QueryName, state: PageState): string {
    return healthNames.some((health) => health === name) ? 'whatever' : toKey(state);
  }
  function requestOf(name: QueryName): LatestRequest<QueryResult, PageState> {
    const known = requests.get(name);
    if (known) return known;
    const request = new LatestRequest<QueryResult, PageState>((state, abort) =>
      source.result(name, state, abort),
    );
    requests.set(name, request);
    return request;
  }
  function toggle({ column, value }: Filter): void {
    const state = address.state.peek();
    const others = state.where.filter((filter) => filter.column !== column || filter.value !== value);
    const where = others.length < state.where.length ? others : [...state.where, { column, value }];
    address.go({ ...state, where });
  }

  effect(() => {
    const now = address.state.value;
    if (lake.firstDate !== null) slices.send(key.value, now);
    for (const [name, request] of requests) request.supersede(keyOf(name, now));
  });

  return {
    lake,
    source,
    state: address.state,
    view: address.view,
    slices,
    go: address.go,
    toggle,
    changeView: address.changeView,
    requestOf,
    keyOf,
  };
}

/** The state without the open question, which the server ignores. */
function toKey({ question: _, ...state }: PageState): string {
  return toSearch(state);
}

export const ExplorerContext = createContext<Explorer | undefined>(undefined);

export function useExplorer(): Explorer {
  const explorer = useContext(ExplorerContext);
  if (!explorer) throw new Error('this part of the page is rendered outside of ExplorerContext');
  return explorer;
}
