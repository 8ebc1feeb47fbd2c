import type { Answer, AnswerName, FileFormat, Lake, PageState, Slices } from '../../contract.ts';

/** Where the page's data comes from: a server on this machine, or the report file itself. */
export interface Source {
  lake(signal: AbortSignal): Promise<Lake>;
  slices(state: PageState, signal: AbortSignal): Promise<Slices>;
  answer(name: AnswerName, state: PageState, signal: AbortSignal): Promise<Answer>;
  /** The address of all rows as a file; a report has none. */
  readonly fileAddress?: (name: AnswerName, format: FileFormat, state: PageState) => string;
  /** What a report was made of. */
  readonly report?: { readonly state: PageState; readonly made: string };
}
