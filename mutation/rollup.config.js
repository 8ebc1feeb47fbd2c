import { definePart } from './part.js';

export default definePart('rollup', {
  mutate: ['lambdas/rollup/*.ts', '!lambdas/rollup/{handler,open-rollup-context}.ts', 'glue/rollups.ts'],
  testFiles: ['test/rollup/*.test.ts', 'test/faults/{evolution,outages,restatements,versions}.test.ts'],
});
