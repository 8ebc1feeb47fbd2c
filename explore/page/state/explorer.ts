import { computed, effect, type ReadonlySignal } from '@preact/signals';
import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import {
  type Answer,
  type AnswerName,
  type Filter,
  healthNames,
  type Lake,
  type PageState,
  type Slices,
  toSearch,
} from '../../contract.ts';
import type { Source } from '../data/source.ts';
import { Question } from '../data/use-result.ts';
import { openAddress, type View } from './address.ts';

/** What every part of the page reads and changes. */
export interface Explorer {
  readonly lake: Lake;
  readonly source: Source;
  readonly state: ReadonlySignal<PageState>;
  /** Which period and currency rankings show: kept in the address, asked of nobody. */
  readonly view: ReadonlySignal<View>;
  readonly slices: Question<Slices, PageState>;
  /** Goes on to another state, as a step that the browser's back button takes back. */
  go(next: PageState): void;
  /** Keeps the bets of this value, or no longer. */
  toggle(filter: Filter): void;
  /** Looks at the same answers in another way, which is no step back. */
  look(change: View): void;
  answer(name: AnswerName): Question<Answer, PageState>;
  /** What an answer depends on: the health of the lake is the same whatever is chosen. */
  keyOf(name: AnswerName, state: PageState): string;
}

/** @throws StateError where the address cannot be read */
export function createExplorer(lake: Lake, source: Source): Explorer {
  const address = openAddress(lake, source.report?.state);
  const slices = new Question<Slices, PageState>((state, abort) => source.slices(state, abort));
  const answers = new Map<AnswerName, Question<Answer, PageState>>();
  const key = computed(() => toKey(address.state.value));

  function keyOf(name: AnswerName, state: PageState): string {
    return healthNames.some((health) => health === name) ? 'whatever' : toKey(state);
  }
  function answer(name: AnswerName): Question<Answer, PageState> {
    const known = answers.get(name);
    if (known) return known;
    const question = new Question<Answer, PageState>((state, abort) => source.answer(name, state, abort));
    answers.set(name, question);
    return question;
  }
  function toggle({ column, value }: Filter): void {
    const state = address.state.peek();
    const rest = state.where.filter((filter) => filter.column !== column || filter.value !== value);
    const where = rest.length < state.where.length ? rest : [...state.where, { column, value }];
    address.go({ ...state, where });
  }

  effect(() => {
    const now = address.state.value;
    if (lake.firstDate !== null) slices.ask(key.value, now);
    for (const [name, question] of answers) question.supersede(keyOf(name, now));
  });

  return {
    lake,
    source,
    state: address.state,
    view: address.view,
    slices,
    go: address.go,
    toggle,
    look: address.look,
    answer,
    keyOf,
  };
}

/** The state without what the server makes nothing of. */
function toKey({ question: _, ...state }: PageState): string {
  return toSearch(state);
}

export const ExplorerContext = createContext<Explorer | undefined>(undefined);

export function useExplorer(): Explorer {
  const explorer = useContext(ExplorerContext);
  if (!explorer) throw new Error('this part of the page stands outside of an explorer');
  return explorer;
}
