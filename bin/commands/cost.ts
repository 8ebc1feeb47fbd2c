import { Command, InvalidArgumentError } from '@commander-js/extra-typings';
import { toResult, type Value } from '../../client/queries/result.ts';
import { listAlternatives } from '../../cost/estimate-alternatives.ts';
import { deductFreeTier, estimateBill, type Item, sumUsd } from '../../cost/estimate-bill.ts';
import { assumed, defaultLoad, type Load, listDayRefreshes } from '../../cost/load.ts';
import { type Figures, type PriceList, readFigures, readPrices } from '../../cost/read-inputs.ts';
import { printResult } from '../output/print-result.ts';
import { excelOption, formatOption, readCount, readPositive, readRatio } from './options.ts';

export function costCommand() {
  return new Command('cost')
    .description(
      "Estimate a month's bill of a deployed lake by part, from measured figures and listed prices.",
    )
    .option('--bets-per-day <n>', 'bets that land a day', readPositive, defaultLoad.betsPerDay)
    .option('--file-size <bytes>', 'bytes of a landing file before gzip, such as 50MB', readBytes)
    .option('--queries-per-day <n>', 'queries run in Athena', readCount, defaultLoad.queriesPerDay)
    .option('--dates-per-file <n>', 'days whose bets a file has', readPositive, defaultLoad.datesPerFile)
    .option(
      '--refused-share <ratio>',
      'the share of files with a refused line',
      readRatio,
      defaultLoad.refusedShare,
    )
    .option(
      '--month <n>',
      'the month of the deployment: what landed before is stored',
      readPositive,
      defaultLoad.month,
    )
    .option('--landing-days <n>', 'days that landing files are kept', readPositive)
    .option('--no-gzip', 'files land as plain text')
    .option('--prices <file>', 'other prices, in the format of cost/prices.json')
    .option('--free-tier', 'deduct what AWS always gives an account free each month')
    .option('--compare', 'compare with the same load through Firehose and Glue')
    .addOption(formatOption())
    .addOption(excelOption())
    .addHelpText(
      'after',
      '\nExample:\n  betlake cost --bets-per-day 10000000 --file-size 50MB --queries-per-day 500\n',
    )
    .action(async ({ format, excel, prices: file, compare, freeTier, fileSize, landingDays, ...given }) => {
      const figures = readFigures();
      const prices = readPrices(file);
      const load: Load = {
        ...defaultLoad,
        ...given,
        betsPerFile:
          fileSize === undefined ? defaultLoad.betsPerFile : Math.max(1, fileSize / figures.line_bytes),
        landingDays: landingDays ?? defaultLoad.landingDays,
      };
      const whole = estimateBill(load, figures, prices);
      const items = freeTier ? deductFreeTier(whole, prices) : whole;
      const rows = compare
        ? toComparison(load, items, listAlternatives(load, figures, prices))
        : toBill(load, items);
      await printResult(toResult(compare ? comparisonColumns : billColumns, rows), format, { excel });
      process.stderr.write(`${describeAssumptions(load, figures, prices, freeTier)}\n`);
    });
}

const money = 'DECIMAL(18,6)';
const billColumns = [
  { name: 'part', type: 'VARCHAR' },
  { name: 'item', type: 'VARCHAR' },
  { name: 'usd_per_month', type: money },
  { name: 'usd_per_million_bets', type: money },
];
const comparisonColumns = [
  { name: 'way', type: 'VARCHAR' },
  { name: 'usd_per_month', type: money },
  { name: 'usd_per_million_bets', type: money },
  { name: 'assumes', type: 'VARCHAR' },
];

function toBill(load: Load, items: readonly Item[]): Value[][] {
  const parts = [...new Set(items.map(({ part }) => part))];
  return [
    ...items.map(({ part, item, usd }) => [part, item, ...showUsd(load, usd)]),
    ...parts.map((part) => [
      part,
      'in all',
      ...showUsd(load, sumUsd(items.filter((item) => item.part === part))),
    ]),
    ['all', 'in all', ...showUsd(load, sumUsd(items))],
  ];
}

function toComparison(
  load: Load,
  items: readonly Item[],
  others: ReturnType<typeof listAlternatives>,
): Value[][] {
  const shared = new Set(['storage', 'queries', 'watching']);
  const own = sumUsd(items.filter(({ part }) => !shared.has(part)));
  return [
    ['Betlake', ...showUsd(load, own), 'converts, checks every value, rolls up; its functions and requests'],
    ...others.map(({ name, usd, assumes }) => [name, ...showUsd(load, usd), assumes]),
  ];
}

function showUsd({ betsPerDay }: Load, usd: number): [string, string] {
  return [usd.toFixed(6), (usd / ((betsPerDay * assumed.daysPerMonth) / 1e6)).toFixed(6)];
}

function describeAssumptions(
  load: Load,
  figures: Figures,
  { region, always_free }: PriceList,
  freeTier = false,
): string {
  const [today, before] = listDayRefreshes(load, figures);
  const times = (value = 0) => value.toFixed(0);
  return `assumed: prices of ${region} as cost/prices.json names them; ${freeTier ? (always_free ? `less what is always free by ${always_free.source}` : 'nothing is always free by these prices') : 'no free tier'}, no tax
  files of ${Math.round(load.betsPerFile).toLocaleString('en-US')} lines${load.gzip ? ', gzipped' : ''}, with bets of ${load.datesPerFile} days, ${load.refusedShare * 100} in 100 with a refused line
  today is rolled up ${times(today?.timesPerDay)} times a day at ${(today?.secondsEach ?? 0).toFixed(1)} s on average, earlier days ${times(before?.timesPerDay)} times at ${(before?.secondsEach ?? 0).toFixed(1)} s
  ${load.queriesPerDay} queries a day over ${load.daysPerQuery} days of the rollup, ${load.columnsShare * 100} in 100 of its bytes
  stored: all that landed in ${load.month} months${Number.isFinite(load.landingDays) ? `, landing files for ${load.landingDays} days` : ''}
  S3 gives a function ${assumed.bytesPerSecond / 1e6} MB/s and takes ${assumed.requestSeconds * 1000} ms for a request; measured by: ${figures.source}`;
}

function readBytes(text: string): number {
  const parts = /^(\d+(?:\.\d+)?)\s*(B|kB|KB|MB|GB)?$/.exec(text);
  const bytes = Number(parts?.[1]) * ({ kB: 1e3, KB: 1e3, MB: 1e6, GB: 1e9 }[parts?.[2] ?? ''] ?? 1);
  if (!parts || !(bytes >= 1)) throw new InvalidArgumentError(`expected bytes such as 50MB, got "${text}"`);
  return bytes;
}
