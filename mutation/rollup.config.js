import { definePart } from './part.js';

export default definePart('rollup', {
  mutate: ['lambdas/rollup/*.ts', '!lambdas/rollup/{handler,open-rollup-context}.ts', 'glue/rollups.ts'],
  testFiles: [
    'test/glue/rollups.test.ts',
    'test/rollup/*.test.ts',
    'test/faults/{evolution,restatements,versions}.test.ts',
  ],
});
