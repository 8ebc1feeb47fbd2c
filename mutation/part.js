/**
 * The configuration of one part: what is mutated, and the tests that must tell. Each part has its own, so that
 * a survivor costs seconds and tests near the code are what kill.
 *
 * @param {string} name of the part, and of its reports
 * @param {{ mutate: string[], testFiles: string[] }} files
 * @returns {import('@stryker-mutator/api/core').PartialStrykerOptions}
 */
export function definePart(name, { mutate, testFiles }) {
  return {
    mutate,
    testFiles,
    testRunner: 'vitest',
    vitest: { configFile: 'vitest.mutation.config.ts', related: false },
    coverageAnalysis: 'perTest',
    concurrency: 1,
    timeoutMS: 10_000,
    timeoutFactor: 3,
    // Stryker would read it with an interface that TypeScript 7 no longer has; there is no file of this name.
    tsconfigFile: 'none.json',
    ignorePatterns: ['reports', 'test/lib'],
    tempDirName: `.stryker/${name}`,
    reporters: ['clear-text', 'html', 'json'],
    clearTextReporter: { logTests: false, reportTests: false },
    htmlReporter: { fileName: `reports/mutation/${name}.html` },
    jsonReporter: { fileName: `reports/mutation/${name}.json` },
    incrementalFile: `reports/mutation/${name}.incremental.json`,
    thresholds: { high: 95, low: 90, break: 85 },
  };
}
