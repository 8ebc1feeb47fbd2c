import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Argument, Command } from '@commander-js/extra-typings';
import type { PartialStrykerOptions } from '@stryker-mutator/api/core';
import { type Part, parts } from './parts.ts';

/** `npm run test:mutation`: every part or those named, whatever becomes of one; fails where one is below 85 %. */
const names = Object.keys(parts);
const command = new Command()
  .addArgument(new Argument('[parts...]', 'what is changed').choices(names).default(names))
  .option('--incremental', 'take over what the last run of a part found where nothing has changed since')
  .option('--concurrency <number>', 'how many mutants are tried at once')
  .parse();
const { incremental, concurrency } = command.opts();
const rows: string[] = [];
// Of the run, because Stryker kills processes that would have removed a folder of theirs.
const temporary = mkdtempSync(join(tmpdir(), 'betlake-run-'));
for (const name of command.processedArgs[0]) {
  const part = parts[name];
  if (!part) continue;
  const configFile = `.stryker/${name}.config.json`;
  mkdirSync('.stryker', { recursive: true });
  writeFileSync(configFile, JSON.stringify(toOptions(name, part), null, 2));
  const began = performance.now();
  const { status } = spawnSync(
    'npx',
    [
      ...['stryker', 'run', configFile],
      ...(incremental ? ['--incremental'] : []),
      ...(concurrency ? ['--concurrency', concurrency] : []),
    ],
    { stdio: 'inherit', env: { ...process.env, BETLAKE_MUTATED_PART: name, TMPDIR: temporary } },
  );
  const minutes = ((performance.now() - began) / 60_000).toFixed(1);
  if (status === 0) rows.push(`| ${name} | ${toCounts(name)} | ${minutes} min |`);
  else {
    process.exitCode = 1;
    rows.push(`| ${name} | failed, see above | ${minutes} min |`);
  }
}
rmSync(temporary, { recursive: true, force: true, maxRetries: 3 });
process.stdout.write(
  `\n| part | mutants | killed | timed out | survived | noticed | time |\n| --- | --- | --- | --- | --- | --- | --- |\n${rows.join('\n')}\n`,
);

/** Stryker's configuration of one part, which is also the name of its reports. */
function toOptions(name: string, { mutate }: Part): PartialStrykerOptions {
  return {
    mutate: [...mutate],
    testRunner: 'vitest',
    vitest: { configFile: 'vitest.config.ts', related: false },
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

interface Report {
  readonly files: Readonly<Record<string, { readonly mutants: readonly { readonly status: string }[] }>>;
}

/** The outcome of a part's mutants, by its report; those that Stryker ignores are left out. */
function toCounts(name: string): string {
  const report: Report = JSON.parse(readFileSync(`reports/mutation/${name}.json`, 'utf8'));
  const statuses = Object.values(report.files).flatMap(({ mutants }) => mutants.map(({ status }) => status));
  const count = (...wanted: string[]) => statuses.filter((status) => wanted.includes(status)).length;
  const [killed, timedOut] = [count('Killed'), count('Timeout')];
  const survived = count('Survived', 'NoCoverage');
  const all = killed + timedOut + survived;
  const noticed = ((100 * (killed + timedOut)) / all).toFixed(1);
  return `${all} | ${killed} | ${timedOut} | ${survived} | ${noticed} %`;
}
