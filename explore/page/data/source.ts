import {
  type Answer,
  type AnswerName,
  type Failure,
  type FileFormat,
  type Lake,
  type PageState,
  type Report,
  reportElementId,
  type Slices,
  toSearch,
} from '../../contract.ts';

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

/** Asks the server that served the page, below the token of the page's own address. */
export const serverSource: Source = {
  lake: (signal) => ask('api/lake', signal),
  slices: (state, signal) => ask(`api/slices?${toSearch(state)}`, signal),
  answer: (name, state, signal) => ask(`api/answers/${name}?${toSearch(state)}`, signal),
  fileAddress: (name, format, state) => `api/answers/${name}.${format}?${toSearch(state)}`,
};

async function ask<T>(address: string, signal: AbortSignal): Promise<T> {
  const response = await fetch(address, { signal }).catch((error: unknown) => {
    if (signal.aborted) throw error;
    throw new Error(
      'the server does not answer; start it again with "npx betlake explore" and then try again',
      { cause: error },
    );
  });
  if (response.ok) return response.json();
  const failure: Partial<Failure> = await response.json().catch(() => ({}));
  throw new Error(failure.error ?? `the server answered ${response.status} ${response.statusText}`);
}

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
