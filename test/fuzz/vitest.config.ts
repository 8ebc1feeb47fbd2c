import { defineConfig } from 'vitest/config';

/** Generated lines and files without end: `npm run test:fuzz -- --runs N --seed N`. */
export default defineConfig({
  test: {
    include: ['test/fuzz/**/*.test.ts'],
    globalSetup: ['test/temporary-folder.ts'],
    fileParallelism: false,
    reporters: ['verbose'],
    testTimeout: 600_000,
    hookTimeout: 60_000,
  },
});
