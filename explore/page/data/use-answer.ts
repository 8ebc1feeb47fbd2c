import { useEffect } from 'preact/hooks';
import type { Answer, AnswerName } from '../../contract.ts';
import { useExplorer } from '../state/explorer.ts';
import type { Asked } from './question.ts';

/** An answer for the state of now, asked as soon as it is `wanted`. */
export interface UsedAnswer extends Asked<Answer> {
  /** Whether `value` answers the state of now. */
  readonly current: boolean;
  readonly stop: () => void;
  readonly again: () => void;
}

export function useAnswer(name: AnswerName, wanted = true): UsedAnswer {
  const explorer = useExplorer();
  const state = explorer.state.value;
  const key = explorer.keyOf(name, state);
  const question = explorer.answer(name);
  useEffect(() => {
    if (wanted) question.ask(key, state);
  }, [question, wanted, key, state]);
  const asked = question.asked.value;
  return {
    ...asked,
    current: asked.value !== undefined && asked.key === key,
    stop: () => question.stop(),
    again: () => question.again(),
  };
}
