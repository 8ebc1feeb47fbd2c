import { defineConfig } from 'vitest/config';

/** The tests that need Node alone; the heavier tiers have configurations of their own. */
export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: [
      'test/heavy/**',
      'test/aws/**',
      'test/trino/**',
      'test/page/**',
      'test/histories/{bugs,search}/**',
      '**/node_modules/**',
    ],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    maxWorkers: 2,
    isolate: false,
    // Its modules import each other without endings, which Node itself refuses.
    server: { deps: { inline: ['dt-sql-parser'] } },
  },
});
