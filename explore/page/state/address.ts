import { type ReadonlySignal, signal } from '@preact/signals';
import { type Lake, type PageState, periodNames, readState, toSearch } from '../../contract.ts';

/** The part of the address after `#`: how the same results are shown. */
export interface View {
  /** The start of the period whose ranking is shown; without it, the last one. */
  readonly at?: string | undefined;
  /** The currency whose ranking is shown; without it, the one of the most bets. */
  readonly currency?: string | undefined;
}

/** The state in the address bar. */
export interface Address {
  readonly state: ReadonlySignal<PageState>;
  readonly view: ReadonlySignal<View>;
  /** Changes the state, as a step that the browser's back button undoes. */
  go(next: PageState): void;
  /** Shows the same results in another way, which adds no step to the browser's history. */
  changeView(change: View): void;
}

/**
 * Reads the address and keeps it up to date. A report is a file, whose address a browser lets a page change after its `#`
 * alone: there the period is kept beside the view, and the rest is as the report was made.
 *
 * @throws StateError where the address cannot be read
 */
export function openAddress(lake: Lake, fixed: PageState | undefined): Address {
  const read = (): PageState => (fixed ? { ...fixed, ...readPeriod() } : readState(location.search, lake));
  const state = signal(read());
  const view = signal(readView());

  function toAddress(next: PageState, nextView: View): string {
    const hash = new URLSearchParams();
    if (fixed) hash.set('by', next.by);
    if (nextView.at !== undefined) hash.set('at', nextView.at);
    if (nextView.currency !== undefined) hash.set('currency', nextView.currency);
    const after = hash.size > 0 ? `#${hash}` : '';
    return fixed ? after || '#' : `${location.pathname}?${toSearch(next)}${after}`;
  }
  function go(next: PageState): void {
    // The chosen period does not exist at another grain or outside the new dates.
    const { at, ...kept } = view.peek();
    const nextView = next.by === state.peek().by && at !== undefined ? { ...kept, at } : kept;
    const address = toAddress(next, nextView);
    if (address === toAddress(state.peek(), view.peek())) return;
    history.pushState(null, '', address);
    view.value = nextView;
    state.value = next;
  }

  if (!fixed) history.replaceState(null, '', toAddress(state.peek(), view.peek()));
  addEventListener('popstate', () => {
    view.value = readView();
    const next = read();
    if (toSearch(next) !== toSearch(state.peek())) state.value = next;
  });

  return {
    state,
    view,
    go,
    changeView: (change) => {
      view.value = { ...view.peek(), ...change };
      history.replaceState(null, '', toAddress(state.peek(), view.peek()));
    },
  };
}

function readPeriod(): Partial<PageState> {
  const by = new URLSearchParams(location.hash.slice(1)).get('by');
  const known = periodNames.find((name) => name === by);
  return known ? { by: known } : {};
}

function readView(): View {
  const hash = new URLSearchParams(location.hash.slice(1));
  return { at: hash.get('at') ?? undefined, currency: hash.get('currency') ?? undefined };
}
