import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Folders and files that take longer than those before them; what is not named takes no time. */
const slower = [
  '/to-curated-select.',
  '/arrow-schema.',
  '/line-matcher.',
  '/to-rows.',
  '/test/glue/metrics.',
  '/test/bin/commands/metrics.',
  '/test/convert/',
  '/test/rollup/',
  '/test/faults/',
  // Last, so that what runs as a module loads runs before any test, and is known to Stryker as such.
  '/mutation/loading.',
];

/** The quick test files first: most mutants fall to them, and a run ends with the first test that fails. */
class QuickestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({ moduleId }: TestSpecification) => slower.findIndex((name) => moduleId.includes(name));
    return [...files].sort((a, b) => place(a) - place(b));
  }
}

/**
 * The tests that must tell what is mutated in one part. They are given here and not by Stryker's own option
 * `testFiles`, with which it never activates a mutant of what runs as a module loads: all of those would survive.
 */
export function defineTests(include: string[]) {
  return defineConfig({
    test: {
      include: ['mutation/loading.test.ts', ...include],
      // What waits for ever under a mutant is noticed after it.
      testTimeout: 20_000,
      hookTimeout: 120_000,
      isolate: false,
      sequence: { sequencer: QuickestFirst },
    },
  });
}
