import { expect, test } from 'vitest';

/**
 * Stryker counts the tests that fail, and a test file that cannot be loaded has none: without these, a mutant that
 * breaks a declaration as its module loads would count as survived.
 */
test.each([
  ['bin/commands/metrics.ts', () => import('../../bin/commands/metrics.ts')],
  ['glue/metrics/index.ts', () => import('../../glue/metrics/index.ts')],
  ['glue/rollups/index.ts', () => import('../../glue/rollups/index.ts')],
  ['glue/views/index.ts', () => import('../../glue/views/index.ts')],
  ['lambdas/convert/landing-message.ts', () => import('../../lambdas/convert/landing-message.ts')],
  ['lambdas/rollup/refresh-batch.ts', () => import('../../lambdas/rollup/refresh-batch.ts')],
])('%s loads', async (_, load) => {
  expect(await load()).toBeDefined();
});
