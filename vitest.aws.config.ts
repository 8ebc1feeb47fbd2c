import { defineConfig } from 'vitest/config';

/** The deployment, for real, to an emulator of AWS on this machine: `npm run test:aws`. */
export default defineConfig({
  test: {
    include: ['test/aws/**/*.test.ts'],
    globalSetup: ['test/aws/emulator/global-setup.ts'],
    fileParallelism: false,
    // Each step of a deployment stands on the one before.
    bail: 1,
    reporters: ['verbose'],
    testTimeout: 300_000,
    hookTimeout: 300_000,
    teardownTimeout: 30_000,
  },
});
