import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { Argument, Command } from '@commander-js/extra-typings';

const parts = ['derivations', 'questions', 'ledger', 'loads', 'rollup', 'invalidations'] as const;

/** `npm run test:mutation`: every part or those named, whatever becomes of one; fails where one is below 85 %. */
const command = new Command()
  .addArgument(new Argument('[parts...]', 'what is changed').choices(parts).default(parts))
  .option('--incremental', 'take over what the last run of a part found where nothing has changed since')
  .option('--concurrency <number>', 'how many mutants are tried at once')
  .parse();
const { incremental, concurrency } = command.opts();
const rows: string[] = [];
for (const part of command.processedArgs[0]) {
  const began = performance.now();
  const { status } = spawnSync(
    'npx',
    [
      ...['stryker', 'run', `mutation/${part}.config.js`],
      ...(incremental ? ['--incremental'] : []),
      ...(concurrency ? ['--concurrency', concurrency] : []),
    ],
    { stdio: 'inherit' },
  );
  const minutes = ((performance.now() - began) / 60_000).toFixed(1);
  if (status === 0) rows.push(`| ${part} | ${toCounts(part)} | ${minutes} min |`);
  else {
    process.exitCode = 1;
    rows.push(`| ${part} | failed, see above | ${minutes} min |`);
  }
}
process.stdout.write(
  `\n| part | mutants | killed | timed out | survived | noticed | time |\n| --- | --- | --- | --- | --- | --- | --- |\n${rows.join('\n')}\n`,
);

interface Report {
  readonly files: Readonly<Record<string, { readonly mutants: readonly { readonly status: string }[] }>>;
}

/** What became of a part's mutants, by its report; those that Stryker was told to leave alone are left out. */
function toCounts(part: string): string {
  const report: Report = JSON.parse(readFileSync(`reports/mutation/${part}.json`, 'utf8'));
  const statuses = Object.values(report.files).flatMap(({ mutants }) => mutants.map(({ status }) => status));
  const count = (...wanted: string[]) => statuses.filter((status) => wanted.includes(status)).length;
  const [killed, timedOut] = [count('Killed'), count('Timeout')];
  const survived = count('Survived', 'NoCoverage');
  const all = killed + timedOut + survived;
  const noticed = ((100 * (killed + timedOut)) / all).toFixed(1);
  return `${all} | ${killed} | ${timedOut} | ${survived} | ${noticed} %`;
}
