import type { Search } from './expect-histories.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** What is wrong with the product that a project of the tier loads. */
    bug: string;
    search: Search;
  }
}
