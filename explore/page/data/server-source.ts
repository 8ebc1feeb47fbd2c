import { type Failure, toSearch } from '../../contract.ts';
import type { Source } from './source.ts';

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
