import { defineTests } from './define-tests.ts';

export default defineTests([
  'test/glue/rollups.test.ts',
  'test/rollup/*.test.ts',
  'test/faults/{evolution,restatements,versions}.test.ts',
]);
