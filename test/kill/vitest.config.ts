import { defineConfig } from 'vitest/config';

/** The command line killed a hundred times, on full disks and where it may not write: `npm run test:kill`. */
export default defineConfig({
  test: {
    include: ['test/kill/**/*.test.ts'],
    globalSetup: ['test/temporary-folder.ts'],
    fileParallelism: false,
    reporters: ['verbose'],
    testTimeout: 1_800_000,
    hookTimeout: 60_000,
  },
});
