import { defineConfig } from 'vitest/config';

/** A burst of files on the deployment: `npm run test:load`. */
export default defineConfig({
  test: {
    include: ['test/load/**/*.test.ts'],
    globalSetup: ['test/temporary-folder.ts', 'test/aws/emulator/global-setup.ts'],
    reporters: ['verbose'],
    testTimeout: 300_000,
    hookTimeout: 1_800_000,
    teardownTimeout: 30_000,
  },
});
