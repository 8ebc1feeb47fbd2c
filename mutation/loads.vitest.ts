import { defineTests } from './define-tests.ts';

export default defineTests([
  'test/convert/{load-object,logs,unload-object}.test.ts',
  'test/faults/refusals.test.ts',
]);
