import { expect, test } from 'vitest';

/**
 * Stryker counts the tests that fail, and a test file that cannot be loaded has none: without these, a mutant that
 * breaks a declaration as its module loads would be said to survive.
 */
test.each([
  ['bin/commands/metrics.ts', () => import('../bin/commands/metrics.ts')],
  ['glue/metrics.ts', () => import('../glue/metrics.ts')],
  ['glue/rollups.ts', () => import('../glue/rollups.ts')],
  ['glue/views.ts', () => import('../glue/views.ts')],
  ['lambdas/convert/handle-landing-message.ts', () => import('../lambdas/convert/handle-landing-message.ts')],
  ['lambdas/rollup/refresh-batch.ts', () => import('../lambdas/rollup/refresh-batch.ts')],
])('%s loads', async (_, load) => {
  expect(await load()).toBeDefined();
});
