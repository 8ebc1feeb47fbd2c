import { defineConfig } from 'vitest/config';

/** What takes minutes, gigabytes of disk and a machine of its own: `npm run test:heavy`. */
export default defineConfig({
  test: {
    include: ['test/heavy/**/*.test.ts'],
    globalSetup: ['test/temporary-folder.ts'],
    fileParallelism: false,
    testTimeout: 600_000,
    hookTimeout: 60_000,
  },
});
