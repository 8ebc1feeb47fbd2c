import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Folders and files that take longer than those before them; what is not named takes no time. */
const slower = [
  '/test/glue/metrics',
  '/test/convert/',
  '/line-reader.property.',
  '/line-matcher.',
  '/test/rollup/',
  '/test/faults/',
];

/** The quick test files first: most mutants fall to them, and a run ends with the first test that fails. */
class QuickestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({ moduleId }: TestSpecification) => slower.findIndex((name) => moduleId.includes(name));
    return [...files].sort((a, b) => place(a) - place(b));
  }
}

/** What mutation testing runs, each part a few files of it: `npm run test:mutation`. */
export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    isolate: false,
    sequence: { sequencer: QuickestFirst },
  },
});
