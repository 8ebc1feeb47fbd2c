import { defineConfig } from 'vitest/config';

/** The page in a real browser, against the real command: `npm run test:page`. */
export default defineConfig({
  test: {
    include: ['test/page/**/*.test.ts'],
    globalSetup: ['test/temporary-folder.ts', 'test/page/browser/global-setup.ts'],
    // One browser, one server and two cores: side by side they would measure each other.
    fileParallelism: false,
    reporters: ['verbose'],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    teardownTimeout: 30_000,
  },
});
