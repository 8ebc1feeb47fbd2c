import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { chartNames, type PageState, questionNames } from '../../explore/contract.ts';
import type { ExploredLake } from '../../explore/server/explored-lake.ts';
import { exploreFolder } from '../../explore/server/local-lake.ts';
import { QueryCache } from '../../explore/server/query-cache.ts';
import { countSlices, describeLake, runQuery } from '../../explore/server/run-queries.ts';
import type { Bench, Part } from '../harness/bench.ts';
import { measureWork } from '../harness/measure-process.ts';
import { showCount, showMilliseconds, showSeconds, toTable } from '../harness/write-document.ts';
import { makePageLake } from '../lake/make-page-lake.ts';

/** The least of several runs: what else the machine does can only add to it. */
interface Cost {
  readonly wallSeconds: number;
  readonly cpuSeconds: number;
}

interface MeasuredView {
  readonly view: string;
  /** What is in sight when the page opens, requested at once. */
  readonly seen: Cost;
  /** All of the page but the health of the data, requested at once. */
  readonly all: Cost;
  /** The query that takes longest alone. */
  readonly slowest: Cost & { readonly name: string };
}

interface PageResult {
  readonly lakes: readonly LakeResult[];
}

interface LakeResult {
  readonly stakesPerSession: number;
  readonly bets: number;
  readonly rows: number;
  readonly players: number;
  readonly days: number;
  /** Missing in figures from before there was the cache. */
  readonly cache?: Cost;
  /** The first view, read from the lake's own files. */
  readonly uncached?: Cost;
  readonly measured: readonly MeasuredView[];
}

const week = { by: 'week', where: [] } as const;
const where = (...filters: readonly (readonly [string, string])[]) =>
  filters.map(([column, value]) => ({ column, value }));

const views: readonly (readonly [view: string, state: PageState])[] = [
  ['as it opens: every bet, by week', week],
  ['a country', { ...week, where: where(['country_code', 'FI']) }],
  [
    'four countries of seven',
    { ...week, where: ['FI', 'GB', 'CA', 'NO'].flatMap((code) => where(['country_code', code])) },
  ],
  ['a channel of two', { ...week, where: where(['bet_channel_code', 'C']) }],
  [
    'a channel and a game type',
    { ...week, where: where(['bet_channel_code', 'C'], ['game_type_code', '3rd party']) },
  ],
  ['stakes alone', { ...week, where: where(['activity_type', '1']) }],
  ['dates that cut weeks', { ...week, from: '2021-01-06', to: '2021-03-03' }],
  ['every bet, by day', { by: 'day', where: [] }],
  ['every bet, by month', { by: 'month', where: [] }],
];

const seen = ['slices', 'trend', ...questionNames] as const;
const all = ['slices', ...questionNames, ...chartNames] as const;
type Name = (typeof all)[number];

/**
 * The page over ten million bets: of players who bet ten times in a row on a game, as they do; and each of another
 * player and game than the one before, the hardest there is to add up.
 */
export const page: Part<PageResult> = {
  name: 'page',
  async measure(bench) {
    const lakes: LakeResult[] = [];
    for (const stakesPerSession of [10, 1]) lakes.push(await measureLake(bench, stakesPerSession));
    return { lakes };
  },
  tables: ({ lakes }) => ({ page: lakes.map(toPageTable).join('\n\n') }),
  plots: () => ({}),
};

async function measureLake(bench: Bench, stakesPerSession: number): Promise<LakeResult> {
  const folder = join(bench.work, `lake-${stakesPerSession}`);
  const made = await makePageLake(folder, {
    bets: bench.scale(10_000_000),
    players: bench.scale(150_000),
    days: 90,
    stakesPerSession,
    report: bench.report,
  });
  const plain = await exploreFolder(folder, { caches: false });
  bench.report('the first view, without the cache');
  const uncached = await leastOf(1, () => requestAll(plain, week, seen));
  const expected = await toCheckedRows(plain);
  await plain.close();

  bench.report('caching');
  let lake: ExploredLake | undefined;
  const built = await leastOf(1, async () => {
    lake = await exploreFolder(folder);
    if (!(await lake.whenCached())) throw new Error('activity cannot be cached');
  });
  if (!lake) throw new Error('no lake');
  try {
    if (!isDeepStrictEqual(await toCheckedRows(lake), expected))
      throw new Error("the cache's rows are not those of the lake");
    const measured: MeasuredView[] = [];
    for (const [view, state] of views) {
      bench.report(view);
      measured.push(await measureView(bench, lake, view, state));
    }
    return { stakesPerSession, ...made, cache: built, uncached, measured };
  } finally {
    await lake.close();
    await rm(folder, { recursive: true, force: true });
  }
}

async function measureView(
  { runs }: Bench,
  lake: ExploredLake,
  view: string,
  state: PageState,
): Promise<MeasuredView> {
  let slowest = { name: '', wallSeconds: 0, cpuSeconds: 0 };
  for (const name of all) {
    const cost = await leastOf(1, () => requestAll(lake, state, [name]));
    if (cost.wallSeconds > slowest.wallSeconds) slowest = { name, ...cost };
  }
  return {
    view,
    seen: await leastOf(runs, () => requestAll(lake, state, seen)),
    all: await leastOf(runs, () => requestAll(lake, state, all)),
    slowest,
  };
}

/** Rows that must be the same with the cache and without: players and games by a period, and under filters. */
async function toCheckedRows(lake: ExploredLake): Promise<unknown[]> {
  const rows: unknown[] = [];
  for (const [, state] of [views[0], views[4], views[6]].filter((view) => view !== undefined)) {
    await lake.use(async (snapshot) => {
      const { signal } = new AbortController();
      const described = await describeLake(lake.name, snapshot, signal);
      for (const name of seen) {
        if (name === 'slices') continue;
        rows.push((await runQuery(described, snapshot, name, state, signal)).rows);
      }
    });
  }
  return rows;
}

/** Requests as the page does: the lake first, then all queries at once; with an empty query cache. */
async function requestAll(lake: ExploredLake, state: PageState, names: readonly Name[]): Promise<void> {
  const toSignal = () => new AbortController().signal;
  await lake.use(async (now) => {
    const snapshot = { ...now, cache: new QueryCache() };
    const described = await describeLake(lake.name, snapshot, toSignal());
    await Promise.all(
      names.map((name) =>
        name === 'slices'
          ? countSlices(snapshot, state, toSignal())
          : runQuery(described, snapshot, name, state, toSignal()),
      ),
    );
  });
}

async function leastOf(runs: number, run: () => Promise<void>): Promise<Cost> {
  let [wallSeconds, cpuSeconds] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
  for (let at = 0; at < runs; at++) {
    const took = await measureWork(run);
    wallSeconds = Math.min(wallSeconds, took.wallSeconds);
    cpuSeconds = Math.min(cpuSeconds, took.cpuSeconds);
  }
  return { wallSeconds, cpuSeconds };
}

function toPageTable(result: LakeResult): string {
  const { stakesPerSession, bets, rows, players, days, cache, uncached, measured } = result;
  const show = ({ wallSeconds, cpuSeconds }: Cost) => [
    showMilliseconds(wallSeconds),
    showMilliseconds(cpuSeconds),
  ];
  const cells = measured.map(({ view, seen, all, slowest }) => [
    view,
    ...show(seen),
    ...show(all),
    slowest.name,
    ...show(slowest),
  ]);
  const toTotal = ({ wallSeconds, cpuSeconds }: Cost) =>
    `${showSeconds(wallSeconds)}, ${showSeconds(cpuSeconds)} of CPU`;
  const cached =
    cache && uncached
      ? `The cache: ${toTotal(cache)}. Before it is there, what is in sight first takes ${toTotal(uncached)}.`
      : 'These figures are of the copy that the page kept before it had the cache.';
  return `${showCount(bets)} bets of ${showCount(players)} players and ${days} days, ${showCount(rows)} rows of the rollup: a player bets ${stakesPerSession === 1 ? 'once' : `${stakesPerSession} times`} on a game of a day.

${toTable(['view', 'in sight', 'CPU', 'all of it', 'CPU', 'slowest alone', 'wall', 'CPU'], cells)}

${cached}`;
}
