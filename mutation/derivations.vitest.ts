import { defineTests } from './define-tests.ts';

/** Without the properties: thousands of lines a mutant, where one line that is named tells it. */
export default defineTests([
  'test/glue/derive/!(*.property).test.ts',
  'test/glue/{column,data-dictionary,dataset,fault,sql}.test.ts',
  'test/bin/arrow-schema.test.ts',
]);
