import { defineConfig } from 'vitest/config';

/** From `cdk deploy` to what an analyst is answered: `npm run test:whole-way`. */
export default defineConfig({
  test: {
    include: ['test/whole-way/**/*.test.ts'],
    globalSetup: ['test/temporary-folder.ts', 'test/whole-way/global-setup.ts'],
    fileParallelism: false,
    // Each step of a deployment stands on the one before.
    bail: 1,
    reporters: ['verbose'],
    testTimeout: 300_000,
    hookTimeout: 600_000,
    teardownTimeout: 30_000,
  },
});
