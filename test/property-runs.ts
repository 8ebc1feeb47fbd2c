import { inject } from 'vitest';

declare module 'vitest' {
  export interface ProvidedContext {
    /** The part of a property's runs that a tier plays: few in `npm test`, all in `npm run test:integration`. */
    propertyShare: number;
  }
}

/** How many of a property's runs this tier plays, at least one. */
export function toRuns(all: number): number {
  return Math.ceil(all * inject('propertyShare'));
}
