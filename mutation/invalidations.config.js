import { definePart } from './part.js';

export default definePart('invalidations', [
  'lambdas/lake/refresh-queue.ts',
  'lambdas/rollup/{handle-invalidation,refresh-batch,activity-definition}.ts',
]);
