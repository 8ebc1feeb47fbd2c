import { defineTests } from './define-tests.ts';

export default defineTests([
  'test/glue/derive/*.test.ts',
  'test/glue/data-dictionary.test.ts',
  'test/bin/arrow-schema.test.ts',
  'test/convert/line-faults.test.ts',
]);
