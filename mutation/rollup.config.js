import { definePart } from './part.js';

export default definePart('rollup', [
  'glue/rollups.ts',
  'lambdas/rollup/{check-column-types,compute-activity,counting-files,look-at-days,publish-day}.ts',
  'lambdas/rollup/{roll-up-days,roll-up-dimension,rollup-definition}.ts',
]);
