import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { compareCostFigures } from '../../bench/cost-figures.ts';
import { keptResults } from '../../bench/harness/results.ts';

const projectRoot = fileURLToPath(new URL('../..', import.meta.url));

test('cost/figures.json is what was measured; `npm run bench:docs` writes it again', async () => {
  const { expected, current } = await compareCostFigures(projectRoot, keptResults);
  expect(current).toBe(expected);
});
