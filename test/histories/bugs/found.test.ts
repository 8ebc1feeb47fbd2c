import { resolve } from 'node:path';
import fc from 'fast-check';
import { describe, expect, inject, it, vi } from 'vitest';
import { bugs } from './bugs.ts';

const bug = bugs.find(({ name }) => name === inject('bug'));
if (!bug) throw new Error(`no bug is called ${inject('bug')}`);

// Everything that follows is loaded with the bug in it.
vi.resetModules();
vi.doMock(resolve(import.meta.dirname, '../../..', bug.module), async (importOriginal) => {
  const original = await importOriginal<object>();
  return { ...original, ...(await bug.plant(original as never)) };
});
const { useWorkbench } = await import('../../fake-aws/workbench.ts');
const { histories } = await import('../draw-history.ts');
const { playHistory } = await import('../play-history.ts');

describe(`where ${bug.name}`, () => {
  const bench = useWorkbench();

  it.each([1, 2, 3])('random histories from seed %i find it', async (seed) => {
    const property = fc.asyncProperty(histories, async (history) => {
      await playHistory(bench(), history);
    });
    const found = await fc.check(property, { seed, numRuns: mostRuns, endOnFailure: true });
    const [why] = String(found.errorInstance).split('\n');
    process.stderr.write(`${bug.name}: seed ${seed}, history ${found.numRuns}: ${why}\n`);
    expect(found.failed).toBe(true);
  });
});

/** Several times what most of the bugs took when this was written. */
const mostRuns = 1500;
