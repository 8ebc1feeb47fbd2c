import { deductFreeTier, estimateBill, sumUsd } from '../../cost/estimate-bill.ts';
import { defaultLoad, type Load } from '../../cost/load.ts';
import type { Figures, PriceList } from '../../cost/read-inputs.ts';
import { defaultConfiguration } from '../../lib/configuration.ts';
import { type Spec, showFigure, toTable } from '../harness/write-document.ts';
import { listRollupLimits } from './limits.ts';
import { type SimulatedDay, simulateDay } from './simulate-day.ts';

/** A size of a platform, and how the stack is set for it. */
interface Size {
  readonly name: string;
  readonly load: Load;
  readonly convertConcurrency: number;
}

const set = (
  name: string,
  given: Partial<Load>,
  convertConcurrency = defaultConfiguration.concurrency.convert,
): Size => ({
  name,
  load: { ...defaultLoad, queriesPerDay: 50, month: 1, ...given },
  convertConcurrency,
});

/** From ten thousand to a billion bets a day; files as large as five minutes of bets, up to a million lines. */
const sizes: readonly Size[] = [
  set('10 thousand', { betsPerDay: 1e4, betsPerFile: 417 }),
  set('100 thousand', { betsPerDay: 1e5, betsPerFile: 417 }),
  set('1 million', { betsPerDay: 1e6, betsPerFile: 3_472 }),
  set('10 million', { betsPerDay: 1e7, betsPerFile: 34_722 }),
  set('100 million', { betsPerDay: 1e8, betsPerFile: 347_222, rollupMib: 7_076 }),
  set('1 billion', { betsPerDay: 1e9, betsPerFile: 1e6, rollupMib: 10_240 }, 100),
];

/** What docs/scaling.md shows: tables by the name of their place, plots by the name of their file. */
export interface ScalingFigures {
  readonly tables: Readonly<Record<string, string>>;
  readonly plots: Readonly<Record<string, Spec>>;
}

export function describeScaling(figures: Figures, prices: PriceList): ScalingFigures {
  const days = sizes.map((size) => ({ size, day: simulateDay({ ...size, figures }) }));
  return {
    tables: {
      sizes: toSizesTable(days, figures, prices),
      delays: toDelaysTable(figures, prices),
      parts: toPartsTable(figures, prices),
      limits: toLimitsTable(figures),
      files: toFilesTable(figures, prices),
    },
    plots: {
      concurrency: toPlot(days, 'converting', 'functions that convert'),
      'queue-age': toPlot(days, 'queueAgeSeconds', 'age of the landing queue, s'),
      'rollup-lag': toPlot(days, 'rollupLagSeconds', 'age of what the rollup shows, s'),
    },
  };
}

type Days = readonly { readonly size: Size; readonly day: SimulatedDay }[];

function toSizesTable(days: Days, figures: Figures, prices: PriceList): string {
  const most = ({ minutes }: SimulatedDay, of: keyof SimulatedDay['minutes'][number]) =>
    showFigure(Math.max(...minutes.slice(60).map((minute) => minute[of])));
  const head = [
    'bets a day',
    'lines a file',
    'files a day',
    'converting at once',
    'queue age',
    'a rollup takes',
    'rollups of today',
    'rollup lag',
    'USD a month',
    'USD a million',
  ];
  const rows = days.map(({ size: { name, load }, day }) => {
    const usd = sumUsd(estimateBill(load, figures, prices));
    return [
      name,
      Math.round(load.betsPerFile).toLocaleString('en-US'),
      showFigure(load.betsPerDay / load.betsPerFile),
      most(day, 'converting'),
      `${most(day, 'queueAgeSeconds')} s`,
      `${most(day, 'rollupSeconds')} s`,
      String(day.rollupsCount),
      `${most(day, 'rollupLagSeconds')} s`,
      showFigure(usd),
      showFigure(usd / ((load.betsPerDay * 30) / 1e6)),
    ];
  });
  return toTable(head, rows);
}

/** Freshness and cost of the larger sizes by the delay of refreshes; the first hour of a day, from nothing, is left out. */
function toDelaysTable(figures: Figures, prices: PriceList): string {
  const head = [
    'bets a day',
    '`refreshDelaySeconds`',
    'refreshes of today',
    'age, on average',
    'age, at most from 20 to 21 h',
    'rollups, USD a month',
    'in all, USD a month',
  ];
  const rows = sizes.slice(2, 5).flatMap(({ name, load, convertConcurrency }) =>
    [60, 300, 900].map((refreshDelaySeconds) => {
      const delayed = { ...load, refreshDelaySeconds };
      const { minutes, rollupsCount } = simulateDay({ load: delayed, figures, convertConcurrency });
      const ages = minutes.slice(60).map(({ rollupLagSeconds }) => rollupLagSeconds);
      const evening = minutes.slice(20 * 60, 21 * 60).map(({ rollupLagSeconds }) => rollupLagSeconds);
      const items = estimateBill(delayed, figures, prices);
      return [
        name,
        String(refreshDelaySeconds),
        String(rollupsCount),
        `${showFigure(ages.reduce((sum, age) => sum + age, 0) / ages.length)} s`,
        `${showFigure(Math.max(...evening))} s`,
        showFigure(sumUsd(items.filter(({ part }) => part === 'rollup'))),
        showFigure(sumUsd(items)),
      ];
    }),
  );
  return toTable(head, rows);
}

/** What a million bets cost at 10 million a day, in files of 100,000, by part, as questions and age grow. */
function toPartsTable(figures: Figures, prices: PriceList): string {
  const loads = [
    { name: 'month 1, no question', month: 1, queriesPerDay: 0 },
    { name: 'month 1, 50 questions a day', month: 1, queriesPerDay: 50 },
    { name: 'month 12, 50 a day', month: 12, queriesPerDay: 50 },
    { name: 'month 12, 200 a day', month: 12, queriesPerDay: 200 },
  ];
  const bills = loads.map((given) => estimateBill({ ...defaultLoad, ...given }, figures, prices));
  const rowOf = (name: string, of: readonly string[], from = bills) => [
    name,
    ...from.map((items) => showFigure(sumUsd(items.filter(({ part }) => of.includes(part))) / 300)),
  ];
  const parts = [...new Set(bills.flat().map(({ part }) => part))];
  const work = ['convert', 'rollup', 'requests'];
  return toTable(
    ['USD a million bets', ...loads.map(({ name }) => name)],
    [
      ...parts.map((part) => rowOf(part, [part])),
      rowOf('functions and requests alone', work),
      rowOf('in all', parts),
      rowOf(
        'in all, less what is always free',
        parts,
        bills.map((items) => deductFreeTier(items, prices)),
      ),
    ],
  );
}

function toLimitsTable(figures: Figures): string {
  const limits = listRollupLimits(defaultLoad, figures);
  return toTable(
    ['limit of one function', 'bets of a day'],
    limits.map(({ name, bets }) => [name, `${showFigure(bets / 1e6)} million`]),
  );
}

/** What 10 million bets a day cost by the size of their files. */
function toFilesTable(figures: Figures, prices: PriceList): string {
  const rows = [100, 1_000, 10_000, 20_000, 50_000, 100_000, 1_000_000].map((betsPerFile) => {
    const load = { ...defaultLoad, queriesPerDay: 50, month: 1, betsPerFile };
    const items = estimateBill(load, figures, prices);
    const of = (...parts: readonly string[]) =>
      showFigure(sumUsd(items.filter(({ part }) => parts.includes(part))) / 300);
    return [
      betsPerFile.toLocaleString('en-US'),
      of('convert'),
      of('rollup'),
      of('requests'),
      of('sweep'),
      of('watching'),
      of('convert', 'rollup', 'requests', 'sweep', 'watching'),
    ];
  });
  return toTable(['lines a file', 'convert', 'rollup', 'requests', 'sweep', 'watching', 'in all'], rows);
}

function toPlot(
  days: Days,
  figure: 'converting' | 'queueAgeSeconds' | 'rollupLagSeconds',
  title: string,
): Spec {
  const values = days.flatMap(({ size, day }) =>
    day.minutes
      .filter(({ minute }) => minute % 10 === 0)
      .map((minute) => ({
        hour: minute.minute / 60,
        value: Number(minute[figure].toPrecision(4)),
        size: size.name,
      })),
  );
  return {
    width: 560,
    height: 240,
    data: { values },
    mark: 'line',
    encoding: {
      x: { field: 'hour', type: 'quantitative', title: 'hour of the day, UTC', scale: { domain: [0, 24] } },
      y: { field: 'value', type: 'quantitative', title },
      color: { field: 'size', type: 'nominal', title: 'bets a day', sort: sizes.map(({ name }) => name) },
    },
  };
}
