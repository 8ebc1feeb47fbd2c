import fc from 'fast-check';
import { describe, expect, inject, it } from 'vitest';
import { useWorkbench } from '../../cloud/workbench.ts';
import { histories } from '../draw-history.ts';
import { playHistory } from '../play-history.ts';
import { bugs } from './bugs.ts';

const seeds = bugs.find(({ name }) => name === inject('bug'))?.seeds ?? [1, 2, 3];

describe(`where ${inject('bug')}`, () => {
  const bench = useWorkbench();

  it.each(seeds)('random histories from seed %i find it', async (seed) => {
    const property = fc.asyncProperty(histories, async (history) => {
      await playHistory(bench(), history);
    });
    const found = await fc.check(property, { seed, numRuns: mostRuns, endOnFailure: true });
    process.stderr.write(`${inject('bug')}: seed ${seed}, history ${found.numRuns}\n`);
    expect(found.failed).toBe(true);
  });
});

/** Several times what any of the bugs took when this was written. */
const mostRuns = 400;
