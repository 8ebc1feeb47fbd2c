import { defineTests } from './define-tests.ts';

export default defineTests([
  'test/bin/commands/*.test.ts',
  'test/bin/program.test.ts',
  'test/glue/{metrics,slices,view,view-columns}.test.ts',
  'test/glue/metrics/*.test.ts',
]);
