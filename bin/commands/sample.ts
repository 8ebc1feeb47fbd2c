import { Command, Option } from '@commander-js/extra-typings';
import { layouts } from '../../sample/options.ts';
import { writeSample } from '../../sample/write-sample.ts';
import { showCount, startProgress } from '../output/progress.ts';
import { dateFormats, readCount, readDate, readPositive, readRatio } from './options.ts';

export function sampleCommand() {
  return new Command('sample')
    .description('Write realistic landing files: the same bytes for the same arguments.')
    .requiredOption('--out <dir>', 'the folder to write into')
    .option('--bets <n>', 'lines of bets', readCount, 100_000)
    .option('--players <n>', 'players', readCount, 5_000)
    .option('--games <n>', 'games', readCount, 300)
    .option('--days <n>', 'days of bets', readPositive, 31)
    .option('--start <date>', `the first day: ${dateFormats}`, readDate, '2021-10-01')
    .option('--seed <n>', 'seed of the random numbers: another one gives other data', readCount, 1)
    .option('--files <n>', 'files of bets, instead of one a day', readPositive)
    .option('--bad-ratio <ratio>', 'the share of lines with a fault', readRatio, 0.001)
    .addOption(
      new Option(
        '--layout <layout>',
        'bets/, players/ and games/ with a file a day, or flat: bets.json, players.json, games.json',
      )
        .choices(layouts)
        .default('folders' as const),
    )
    .option('--no-oddities', 'only what every export of the platform has, no rare oddities')
    .addHelpText('after', '\nExample:\n  betlake sample --out landing --bets 1000000 --days 31 --seed 7\n')
    .action(async ({ files, ...options }) => {
      const progress = startProgress('writing bets');
      const summary = await writeSample(
        { ...options, ...(files === undefined ? {} : { files }) },
        ({ bets }) => progress.update(`writing bets: ${showCount(bets)} of ${showCount(options.bets)}`),
      ).finally(() => progress.end());
      const lines = Object.entries(summary.lines).map(([dataset, count]) => `${showCount(count)} ${dataset}`);
      const bad = Object.values(summary.badLines).reduce((sum, count) => sum + count, 0);
      process.stderr.write(
        `${options.out}: ${summary.files.length} files, ${lines.join(', ')}, of them ${showCount(bad)} bad lines\n`,
      );
    });
}
