import { definePart } from './part.js';

export default definePart('derivations', {
  mutate: ['glue/derive/*.ts', 'glue/sql.ts', 'glue/fault.ts', 'glue/dataset.ts', 'glue/column.ts'],
  testFiles: [
    'test/glue/derive/*.test.ts',
    'test/glue/data-dictionary.test.ts',
    'test/bin/arrow-schema.test.ts',
    'test/convert/line-faults.test.ts',
  ],
});
