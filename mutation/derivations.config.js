import { definePart } from './part.js';

export default definePart('derivations', [
  'glue/derive/*.ts',
  'glue/sql.ts',
  'glue/fault.ts',
  'glue/dataset.ts',
  'glue/column.ts',
]);
