import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type LocalLake, openLakeForWriting } from '../../client/local/lake.ts';
import { refreshDimensionsOf } from '../../lambdas/rollup/refresh-dimension.ts';
import type { Bench, Part } from '../harness/bench.ts';
import { measureWork, type Usage } from '../harness/measure-process.ts';
import { median } from '../harness/race.ts';
import {
  type Spec,
  showAim,
  showCount,
  showFigure,
  showSeconds,
  toTable,
} from '../harness/write-document.ts';
import { checkMadeBets } from '../lake/check-made-bets.ts';
import { listDays } from '../lake/day-of-bets.ts';
import { makeBets } from '../lake/make-bets.ts';
import { madePlayers, makeRows } from '../lake/make-rows.ts';
import { type RollupUsage, rollUp } from '../lake/roll-up.ts';

interface RefreshedDay extends Usage {
  readonly days: number;
  readonly betsPerDay: number;
  readonly runs: number;
}

interface LargeDay extends RollupUsage {
  /** Whose settings the engine has. */
  readonly place: Place;
  readonly rows: number;
  readonly memoryMib: number;
}

export interface RollupResult {
  readonly refreshed: readonly RefreshedDay[];
  readonly large: readonly LargeDay[];
  readonly year: Usage & { readonly days: number; readonly rows: number };
  readonly players: {
    readonly current: number;
    readonly added: number;
    readonly wallSeconds: number;
    readonly cpuSeconds: number;
  };
}

const first = '2021-01-01';
/** What the engine has of memory: in a function of 3,538 MiB, and by default on a laptop. */
const placesMib = { 'a function': 2122, 'a laptop': 256 } as const;
type Place = keyof typeof placesMib;
/** The function's, which has two cores as this machine must have for its walls to compare. */
const functionMib = placesMib['a function'];
const timeoutSeconds = 900;
const world = { playersCount: 200_000, gamesCount: 1_000, stakesPerSession: 10 };

/** What a rollup takes: as the lake grows, as a day grows, for a year, for players. */
export const rollup: Part<RollupResult> = {
  name: 'rollup',
  async measure(bench) {
    await checkMadeBets(bench.work);
    const large: LargeDay[] = [];
    for (const millions of [1, 10, 30]) large.push(...(await measureLargeDay(bench, millions)));
    const lake = join(bench.work, 'grown');
    await configure(lake, functionMib);
    const refreshed: RefreshedDay[] = [];
    const betsPerDay = bench.scale(100_000);
    let days = 0;
    let rows = 0;
    for (const wanted of [1, 10, 100, 400]) {
      bench.report(`growing a lake to ${wanted} days`);
      const added = listDays(first, wanted).slice(days);
      rows += await within(lake, async (open) => {
        let made = 0;
        for (const date of added)
          made += await makeBets(open, { ...world, date, rowsPerFile: betsPerDay, filesCount: 1 });
        return made;
      });
      await rollUp(bench, lake, added);
      days = wanted;
      const runs: Usage[] = [];
      for (let run = 0; run < Math.max(3, bench.runs); run++) {
        bench.report(`one changed day of ${wanted}, run ${run + 1}`);
        runs.push(await rollUp(bench, lake, [first]));
      }
      refreshed.push({ days, betsPerDay, runs: runs.length, ...toMedian(runs) });
    }
    bench.report('a year rebuilt');
    const yearDays = listDays(first, 365);
    const year = {
      days: 365,
      rows: Math.round((rows / 400) * 365),
      ...(await rollUp(bench, lake, yearDays)),
    };
    const players = await within(lake, (open) => measurePlayers(bench, open));
    return { refreshed, large, year, players };
  },
  tables: (result) => ({
    'rollup-refreshed': toRefreshedTable(result),
    'rollup-large': toLargeTable(result),
    'rollup-more': toMoreTable(result),
  }),
  plots: ({ large }) => ({ 'rollup-large': toLargePlot(large) }),
};

async function measureLargeDay(bench: Bench, millions: number): Promise<LargeDay[]> {
  const lake = join(bench.work, `large-${millions}`);
  await configure(lake, functionMib);
  bench.report(`making a day of ${millions} million rows`);
  const rows = await within(lake, (open) =>
    makeBets(open, { ...world, date: first, rowsPerFile: bench.scale(1_000_000), filesCount: millions }),
  );
  const measured: LargeDay[] = [];
  for (const place of Object.keys(placesMib) as Place[]) {
    const memoryMib = placesMib[place];
    await configure(lake, memoryMib);
    bench.report(`rolling up a day of ${millions} million rows with ${memoryMib} MiB`);
    measured.push({ rows, place, memoryMib, ...(await rollUp(bench, lake, [first])) });
  }
  await rm(lake, { recursive: true });
  return measured;
}

async function measurePlayers(bench: Bench, lake: LocalLake): Promise<RollupResult['players']> {
  const [current, added] = [bench.scale(5_000_000), bench.scale(1_000_000)];
  bench.report('players');
  await makeRows(lake, madePlayers, '2021-01-01', 0, current);
  await refreshDimensionsOf(lake, 'players');
  // A fifth of them are new; the others replace current rows.
  await makeRows(lake, madePlayers, '2021-02-01', Math.round(current - added * 0.8), added);
  return { current, added, ...(await measureWork(() => refreshDimensionsOf(lake, 'players'))) };
}

async function configure(lake: string, memoryMib: number): Promise<void> {
  await within(lake, async () => undefined);
  await writeFile(join(lake, 'lake.json'), JSON.stringify({ memory_mib: memoryMib }));
}

async function within<T>(folder: string, work: (lake: LocalLake) => Promise<T>): Promise<T> {
  const lake = await openLakeForWriting(folder);
  try {
    return await work(lake);
  } finally {
    lake.close();
  }
}

function toMedian(runs: readonly Usage[]): Usage {
  const of = (figure: keyof Usage) => median(runs.map((run) => run[figure]));
  return { wallSeconds: of('wallSeconds'), cpuSeconds: of('cpuSeconds'), peakMib: of('peakMib') };
}

function toRefreshedTable({ refreshed }: RollupResult): string {
  const base = refreshed[0]?.cpuSeconds ?? Number.NaN;
  const table = toTable(
    ['days in the lake', 'bets a day', 'CPU', 'to one day', 'wall', 'peak memory', 'runs'],
    refreshed.map(({ days, betsPerDay, cpuSeconds, wallSeconds, peakMib, runs }) => [
      showCount(days),
      showCount(betsPerDay),
      showSeconds(cpuSeconds),
      `${showFigure(cpuSeconds / base)} ×`,
      showSeconds(wallSeconds),
      `${showCount(Math.round(peakMib))} MiB`,
      String(runs),
    ]),
  );
  const most = Math.max(...refreshed.map(({ cpuSeconds }) => cpuSeconds / base));
  return `${table}

Aim: at most 20 % more CPU than in a lake of one day: ${showAim(most <= 1.2)}.`;
}

function toLargeTable({ large }: RollupResult): string {
  const table = toTable(
    [
      'bets of the day',
      'engine’s memory',
      'CPU',
      'CPU a million',
      'wall',
      'peak memory',
      'most of scratch disk',
    ],
    large.map(({ rows, place, cpuSeconds, wallSeconds, peakMib, memoryMib, scratchMib }) => [
      showCount(rows),
      `${showCount(memoryMib)} MiB, as in ${place}`,
      showSeconds(cpuSeconds),
      showSeconds((cpuSeconds / rows) * 1e6),
      showSeconds(wallSeconds),
      `${showCount(Math.round(peakMib))} MiB`,
      `${showCount(Math.round(scratchMib))} MiB`,
    ]),
  );
  const largest = large.findLast(({ place }) => place === 'a function');
  if (!largest) return table;
  const { rows, wallSeconds, scratchMib } = largest;
  const millions = (bets: number) => `${showFigure(bets / 1e6)} million`;
  return `${table}

At the rate of its largest day here, one function reaches the end of its ${timeoutSeconds} s at ${millions((rows / wallSeconds) * timeoutSeconds)}
bets in a day; that day took ${showFigure((scratchMib * 1024 ** 2) / rows)} bytes of scratch disk a bet.`;
}

function toMoreTable({ year, players }: RollupResult): string {
  return toTable(
    ['', 'CPU', 'wall'],
    [
      [
        `a year rebuilt: ${year.days} days, ${showCount(year.rows)} bets`,
        showSeconds(year.cpuSeconds),
        showSeconds(year.wallSeconds),
      ],
      [
        `a file of ${showCount(players.added)} players onto ${showCount(players.current)}`,
        showSeconds(players.cpuSeconds),
        showSeconds(players.wallSeconds),
      ],
    ],
  );
}

function toLargePlot(large: readonly LargeDay[]): Spec {
  const values = large.flatMap(({ rows, place, cpuSeconds, wallSeconds }) => [
    { bets: rows, seconds: cpuSeconds, of: `CPU, ${place}` },
    { bets: rows, seconds: wallSeconds, of: `wall, ${place}` },
  ]);
  return {
    width: 560,
    title: 'Seconds to roll up one day, by its bets',
    data: { values },
    mark: { type: 'line', point: true },
    encoding: {
      x: { field: 'bets', type: 'quantitative', title: 'bets of the day' },
      y: { field: 'seconds', type: 'quantitative', title: 'seconds' },
      color: { field: 'of', type: 'nominal', title: null },
    },
  };
}
