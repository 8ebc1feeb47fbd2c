import { definePart } from './part.js';

export default definePart('rollup', [
  'lambdas/rollup/*.ts',
  '!lambdas/rollup/{handler,open-rollup-context}.ts',
  'glue/rollups.ts',
]);
