import { defineConfig, type TestProjectInlineConfiguration } from 'vitest/config';
import { bugs } from './test/histories/bugs/bugs.ts';
import { defineMutationTests } from './test/mutation/parts.ts';

type Settings = NonNullable<TestProjectInlineConfiguration['test']>;

/** A tier: a folder of tests below `test/` unless `include` says otherwise, run by `npm run test:<name>`. */
function defineTier(
  name: string,
  { globalSetup = [], ...settings }: Settings & { globalSetup?: string[] } = {},
): TestProjectInlineConfiguration {
  return {
    test: {
      name,
      include: [`test/${name}/**/*.test.ts`],
      globalSetup: ['test/temporary-folder.ts', 'test/build-core.ts', ...globalSetup],
      ...settings,
    },
  };
}

/** One test file at a time: they share a server, a disk or the whole machine. */
const oneByOne = { fileParallelism: false };
/** Each step of a deployment depends on the one before. */
const stepByStep = { fileParallelism: false, bail: 1 };

const tiers = [
  defineTier('heavy', { ...oneByOne, testTimeout: 600_000, hookTimeout: 60_000 }),
  defineTier('fuzz', { ...oneByOne, testTimeout: 600_000, hookTimeout: 60_000 }),
  defineTier('kill', { ...oneByOne, testTimeout: 1_800_000, hookTimeout: 60_000 }),
  // Longer than all that a test starts may take, which is stopped when its own time is over.
  defineTier('aws', {
    ...stepByStep,
    globalSetup: ['test/aws/emulator/global-setup.ts'],
    testTimeout: 600_000,
    hookTimeout: 600_000,
  }),
  // The first run fetches Trino.
  defineTier('trino', {
    ...oneByOne,
    globalSetup: ['test/trino/server/global-setup.ts'],
    testTimeout: 180_000,
    hookTimeout: 300_000,
  }),
  defineTier('e2e', {
    ...stepByStep,
    globalSetup: ['test/e2e/global-setup.ts'],
    testTimeout: 300_000,
    hookTimeout: 600_000,
  }),
  defineTier('load', {
    globalSetup: ['test/aws/emulator/global-setup.ts'],
    testTimeout: 300_000,
    hookTimeout: 1_800_000,
  }),
  defineTier('page', {
    ...oneByOne,
    globalSetup: ['test/page/browser/global-setup.ts'],
    testTimeout: 120_000,
    hookTimeout: 120_000,
  }),
];

/** Thousands of random histories, and for each planted bug the proof that they find it. */
const histories = [
  defineTier('histories', {
    include: ['test/histories/search/**/*.test.ts'],
    testTimeout: 86_400_000,
    hookTimeout: 120_000,
  }),
  ...bugs.map(({ name }) =>
    defineTier(`histories: ${name}`, {
      include: ['test/histories/bugs/**/*.test.ts'],
      provide: { bug: name },
      testTimeout: 86_400_000,
      hookTimeout: 120_000,
    }),
  ),
];

/** What needs Node alone, and shares its modules, which take longer to load than most of its tests to run. */
const withNodeAlone = {
  exclude: [
    '**/node_modules/**',
    'test/histories/{bugs,search}/**',
    'test/mutation/**',
    ...tiers.map(({ test }) => `test/${test?.name}/**`),
  ],
  globalSetup: ['test/bin/compile-betlake.ts'],
  testTimeout: 60_000,
  hookTimeout: 120_000,
  isolate: false,
  // Its modules import each other without endings, which Node itself refuses.
  server: { deps: { inline: ['dt-sql-parser'] } },
};

/** `npm test`: what is run between two thoughts, a tenth of each property among it. */
const unit = defineTier('unit', {
  ...withNodeAlone,
  include: ['test/**/*.test.ts'],
  exclude: [...withNodeAlone.exclude, '**/*.integration.test.ts'],
  provide: { propertyShare: 0.1 },
});

/** What is heavy by nature: exhaustive comparisons, faults at every call, the command line as a process. */
const integration = defineTier('integration', {
  ...withNodeAlone,
  include: ['test/**/*.{integration,property}.test.ts'],
  provide: { propertyShare: 1 },
});

/** Set where test/mutation/run.ts has Stryker run the tests of one part. */
const part = process.env.BETLAKE_MUTATED_PART;

export default defineConfig({
  test: part
    ? defineMutationTests(part)
    : { projects: [unit, integration, ...tiers, ...histories], maxWorkers: 2, teardownTimeout: 30_000 },
});
