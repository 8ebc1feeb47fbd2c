import fc from 'fast-check';
import type { Workbench } from '../fake-aws/workbench.ts';
import { histories } from './draw-history.ts';
import { playHistory } from './play-history.ts';
import { printHistory } from './print-history.ts';

export interface Search {
  /** How many histories are played. */
  readonly runs: number;
  /** What they are drawn from: the same seed gives the same histories. */
  readonly seed: number;
}

/**
 * Plays random histories.
 *
 * @param report receives now and then how many were played
 * @throws at the first that fails, shrunk, with the seed and as a test to paste
 */
export async function expectHistories(
  bench: Workbench,
  { runs, seed }: Search,
  report: (line: string) => void = () => undefined,
): Promise<void> {
  const began = process.cpuUsage();
  let played = 0;
  const property = fc.asyncProperty(histories, async (history) => {
    await playHistory(bench, history);
    played += 1;
    if (played % 100 === 0 || played === runs) {
      const { user, system } = process.cpuUsage(began);
      const each = Math.round((user + system) / 1000 / played);
      report(`${played} of ${runs} histories from seed ${seed}, ${each} ms of CPU each`);
    }
  });
  const outcome = await fc.check(property, { numRuns: runs, seed });
  if (!outcome.failed) return;
  const [history = []] = outcome.counterexample ?? [];
  throw new Error(
    `history ${outcome.numRuns} from seed ${seed} fails; shrunk ${outcome.numShrinks} times, as a test for test/histories/found/:\n\n${printHistory(history)}\n`,
    { cause: outcome.errorInstance },
  );
}
