import { defineConfig } from 'vitest/config';

/** The heavier tiers, which have configurations of their own. */
const tiers = [
  'heavy',
  'fuzz',
  'kill',
  'histories/{bugs,search}',
  'aws',
  'trino',
  'whole-way',
  'load',
  'page',
];

/** The tests that need Node alone. */
export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: [...tiers.map((tier) => `test/${tier}/**`), '**/node_modules/**'],
    globalSetup: ['test/temporary-folder.ts'],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    maxWorkers: 2,
    isolate: false,
    // Its modules import each other without endings, which Node itself refuses.
    server: { deps: { inline: ['dt-sql-parser'] } },
  },
});
