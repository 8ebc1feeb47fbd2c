import { defineConfig } from 'vitest/config';

/** Every view on the engine that is under Athena: `npm run test:trino`. */
export default defineConfig({
  test: {
    include: ['test/trino/**/*.test.ts'],
    globalSetup: ['test/temporary-folder.ts', 'test/trino/server/global-setup.ts'],
    fileParallelism: false,
    testTimeout: 180_000,
    // The first run fetches Trino.
    hookTimeout: 300_000,
    teardownTimeout: 30_000,
  },
});
