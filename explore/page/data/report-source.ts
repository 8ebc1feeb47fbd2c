import { type Report, reportElementId } from '../../contract.ts';
import type { Source } from './source.ts';

/** Reads what a report file holds; undefined on a page that a server has served. */
export function findReport(): Source | undefined {
  const text = document.getElementById(reportElementId)?.textContent;
  if (!text) return undefined;
  const { lake, state, answers, slices, made }: Report = JSON.parse(text);
  return {
    report: { state, made },
    lake: async () => lake,
    slices: async () => slices,
    answer: async (name, { by }) => answers[by][name],
  };
}
