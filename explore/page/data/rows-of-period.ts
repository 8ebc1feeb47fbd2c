import type { Answer } from '../../contract.ts';
import { indexOf, type Row } from './answer-rows.ts';

/** Rows of one period. */
export function rowsOfPeriod(answer: Answer, at: string | undefined): readonly Row[] {
  const index = indexOf(answer, 'period_start');
  return answer.rows.filter((row) => row[index] === at);
}
