import { defineConfig } from 'vitest/config';

/** The deployment, for real, to an emulator of AWS on this machine: `npm run test:aws`. */
export default defineConfig({
  test: {
    include: ['test/aws/**/*.test.ts'],
    globalSetup: ['test/temporary-folder.ts', 'test/aws/emulator/global-setup.ts'],
    fileParallelism: false,
    // Each step of a deployment stands on the one before.
    bail: 1,
    reporters: ['verbose'],
    // Longer than all that a test starts may take, which is stopped when its own time is over.
    testTimeout: 600_000,
    hookTimeout: 600_000,
    teardownTimeout: 30_000,
  },
});
