import type { BetsSummary } from './summarize-bets.ts';

/** @throws Error that shows the first day that differs */
export function expectSame(got: BetsSummary, expected: BetsSummary): void {
  const wrong = expected.findIndex((line, at) => line !== got[at]);
  if (wrong >= 0) throw new Error(`expected\n${expected[wrong]}\ngot\n${got[wrong]}`);
  if (got.length !== expected.length) {
    throw new Error(`expected ${expected.length} days, got ${got.length}`);
  }
}
