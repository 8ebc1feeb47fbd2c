import { BaseSequencer, type TestSpecification, type TestUserConfig } from 'vitest/node';

/** A part of the product that is mutated, and the tests that must notice: near the code, so that a survivor costs seconds. */
export interface Part {
  /** What Stryker changes. */
  readonly mutate: readonly string[];
  readonly tests: readonly string[];
}

/** Every part, by the name that `npm run test:mutation` takes and its reports have. */
export const parts: Readonly<Record<string, Part>> = {
  derivations: {
    mutate: [
      'lambdas/convert/read/*.ts',
      'glue/{curated,data-dictionary,fault,schema,sql}.ts',
      'bin/output/to-arrow.ts',
    ],
    // Without the properties: thousands of lines a mutant, where one line by name is enough.
    tests: [
      'test/convert/read/!(*.property).test.ts',
      'test/glue/{column,data-dictionary,dataset,fault,sql}.test.ts',
      'test/glue/to-rows.test.ts',
      'test/bin/{arrow-schema,to-arrow-type}.test.ts',
    ],
  },
  questions: {
    mutate: [
      'glue/{calendar,slices}.ts',
      'glue/views/view.ts',
      'glue/metrics/{index,measures,selection,source}.ts',
      'bin/commands/{filters,metrics,options}.ts',
    ],
    tests: [
      'test/bin/commands/*.test.ts',
      'test/bin/program.test.ts',
      'test/glue/{calendar,metrics,slices,view,view-columns}.test.ts',
      'test/glue/metrics/*.test.ts',
    ],
  },
  ledger: {
    mutate: ['lambdas/core/{keys,ledger,manifest,map-bounded,s3-requests,unload-object}.ts'],
    tests: ['test/core/{keys,ledger,map-bounded,retry-transient}.test.ts'],
  },
  loads: {
    mutate: ['lambdas/convert/{load-object,landing-message}.ts'],
    tests: ['test/convert/{load-object,logs,unload-object}.test.ts', 'test/faults/refusals.test.ts'],
  },
  rollup: {
    mutate: [
      'glue/rollups/index.ts',
      'lambdas/rollup/{check-column-types,compute-activity,live-files,publish-day,refresh-day,refresh-dimension}.ts',
    ],
    tests: [
      'test/glue/{data-dictionary,rollups}.test.ts',
      'test/rollup/{check-column-types,join-small-files,live-files,overtaken,publish-day}.test.ts',
      'test/rollup/{refresh-dimension,ranges}.test.ts',
      'test/faults/versions.test.ts',
    ],
  },
  invalidations: {
    mutate: [
      'lambdas/core/invalidations.ts',
      'lambdas/rollup/{handle-invalidation,refresh-batch,activity-definition}.ts',
    ],
    tests: ['test/rollup/{invalidations,definition}.test.ts'],
  },
};

/** Folders and files that take longer than those before them; what is not named takes no time. */
const slower = [
  '/arrow-schema.',
  '/to-rows.',
  '/test/glue/metrics.',
  '/test/bin/commands/metrics.',
  '/test/convert/',
  '/test/rollup/',
  '/test/faults/',
  // Last, so that what runs as a module loads runs before any test, and is known to Stryker as such.
  '/test/mutation/loading.',
];

/** The quick test files first: most mutants fall to them, and a run ends with the first test that fails. */
class QuickestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({ moduleId }: TestSpecification) => slower.findIndex((name) => moduleId.includes(name));
    return [...files].sort((a, b) => place(a) - place(b));
  }
}

/**
 * The tests that must detect the mutants of one part. They are given here and not by Stryker's own option
 * `testFiles`, with which it never activates a mutant of what runs as a module loads: all of those would survive.
 *
 * @throws for a name that no part has
 */
export function defineMutationTests(name: string): TestUserConfig {
  const part = parts[name];
  if (!part) throw new Error(`no part is called ${name}; there are ${Object.keys(parts).join(', ')}`);
  return {
    include: ['test/mutation/loading.test.ts', ...part.tests],
    // What waits for ever under a mutant is noticed after it.
    testTimeout: 20_000,
    hookTimeout: 120_000,
    isolate: false,
    sequence: { sequencer: QuickestFirst },
  };
}
