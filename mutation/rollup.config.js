import { definePart } from './part.js';

export default definePart('rollup', [
  'glue/rollups.ts',
  'lambdas/rollup/{check-column-types,compute-activity,live-files,publish-day,refresh-day,refresh-dimension}.ts',
]);
