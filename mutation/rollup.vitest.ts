import { defineTests } from './define-tests.ts';

export default defineTests([
  'test/glue/{data-dictionary,rollups}.test.ts',
  'test/rollup/*.test.ts',
  'test/faults/versions.test.ts',
]);
