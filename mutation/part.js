/**
 * The configuration of one part. Beside it lie the tests that must tell, `<name>.vitest.ts`: those near the code,
 * so that a survivor costs seconds.
 *
 * @param {string} name of the part, and of its reports
 * @param {string[]} mutate what is mutated
 * @returns Stryker's options
 */
export function definePart(name, mutate) {
  return {
    mutate,
    testRunner: 'vitest',
    vitest: { configFile: `mutation/${name}.vitest.ts`, related: false },
    coverageAnalysis: 'perTest',
    concurrency: 1,
    // Far beyond a slow machine: a mutant that never ends is stopped by its hits, not by the clock.
    timeoutMS: 60_000,
    timeoutFactor: 3,
    // Stryker would read it with an interface that TypeScript 7 no longer has; there is no file of this name.
    tsconfigFile: 'none.json',
    ignorePatterns: ['.stryker', 'reports', 'test/lib'],
    tempDirName: `.stryker/${name}`,
    reporters: ['clear-text', 'html', 'json'],
    clearTextReporter: { logTests: false, reportTests: false },
    htmlReporter: { fileName: `reports/mutation/${name}.html` },
    jsonReporter: { fileName: `reports/mutation/${name}.json` },
    incrementalFile: `reports/mutation/${name}.incremental.json`,
    thresholds: { high: 95, low: 90, break: 85 },
  };
}
