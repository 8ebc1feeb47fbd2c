import {
  type DownloadFormat,
  type Failure,
  type Lake,
  type PageState,
  type QueryName,
  type QueryResult,
  type Report,
  reportElementId,
  type Slices,
  toSearch,
} from '../../contract.ts';

/** Reads the data of a report file; undefined on a page that a server has served. */
export function findReport(): Source | undefined {
  const text = document.getElementById(reportElementId)?.textContent;
  if (!text) return undefined;
  const { lake, state, results, slices, made }: Report = JSON.parse(text);
  return {
    report: { state, made },
    lake: async () => lake,
    slices: async () => slices,
    result: async (name, { by }) => results[by][name],
  };
}

/** Requests from the server that served the page, below the token of the page's own address. */
export const serverSource: Source = {
  lake: (signal) => request('api/lake', signal),
  slices: (state, signal) => request(`api/slices?${toSearch(state)}`, signal),
  result: (name, state, signal) => request(`api/queries/${name}?${toSearch(state)}`, signal),
  fileAddress: (name, format, state) => `api/queries/${name}.${format}?${toSearch(state)}`,
};

async function request<T>(address: string, signal: AbortSignal): Promise<T> {
  const response = await fetch(address, { signal }).catch((error: unknown) => {
    if (signal.aborted) throw error;
    throw new Error(
      'the server does not respond; start it again with "npx betlake explore", open the address that it prints, and try again',
      { cause: error },
    );
  });
  if (response.ok) return response.json();
  const failure: Partial<Failure> = await response.json().catch(() => ({}));
  throw new Error(
    failure.error ??
      `the server responded with ${response.status} ${response.statusText}; the console where it runs has the details`,
  );
}

/** Where the page's data comes from: a server on this machine, or the report file itself. */
export interface Source {
  lake(signal: AbortSignal): Promise<Lake>;
  slices(state: PageState, signal: AbortSignal): Promise<Slices>;
  result(name: QueryName, state: PageState, signal: AbortSignal): Promise<QueryResult>;
  /** The address of all rows as a file; a report has none. */
  readonly fileAddress?: (name: QueryName, format: DownloadFormat, state: PageState) => string;
  /** What a report was made of. */
  readonly report?: { readonly state: PageState; readonly made: string };
}
