import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { useWorkbench } from '../fake-aws/workbench.ts';
import { toRuns } from '../property-runs.ts';
import { histories } from './draw-history.ts';
import { expectHistories } from './expect-histories.ts';
import { playHistory } from './play-history.ts';
import { printHistory } from './print-history.ts';

describe('random histories', () => {
  const bench = useWorkbench();

  it('leave every line counted once, whatever happens', async () => {
    await expectHistories(bench(), { runs: toRuns(100), seed: 20_210_104 });
  }, 600_000);

  it('make the very same calls whenever they are played', async () => {
    for (const history of fc.sample(histories, { numRuns: toRuns(6), seed: 7 })) {
      expect(await playHistory(bench(), history)).toEqual(await playHistory(bench(), history));
    }
  }, 600_000);

  it('are printed as what plays them again', () => {
    for (const history of fc.sample(histories, { numRuns: 20, seed: 7 })) {
      const played: unknown[] = [];
      const paste = new Function('it', 'playHistory', 'bench', printHistory(history));
      paste(
        (_: string, test: () => unknown) => test(),
        (_: unknown, steps: unknown) => played.push(steps),
        () => undefined,
      );
      expect(played).toEqual([history]);
    }
  });
});
