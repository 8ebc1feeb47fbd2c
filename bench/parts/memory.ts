import { createReadStream, createWriteStream } from 'node:fs';
import { rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { bundleProgram } from '../betlake/bundle-program.ts';
import type { Bench, Part } from '../harness/bench.ts';
import { type Contestant, type RaceResult, race } from '../harness/race.ts';
import {
  type Spec,
  showCount,
  showFigure,
  showMib,
  showSeconds,
  toTable,
} from '../harness/write-document.ts';
import {
  type LineVariant,
  lineVariants,
  scatterBets,
  writeBetVariants,
} from '../input/write-bet-variants.ts';
import { writeRegularBets } from '../input/write-regular-bets.ts';

export interface MemoryResult {
  readonly sizes: readonly (RaceResult & { readonly bets: number; readonly bytes: number })[];
  readonly gzip: RaceResult & { readonly bets: number; readonly bytes: number };
  /** A million bets, each of another date than the one before; missing in results from before it was measured. */
  readonly dates?: readonly (RaceResult & { readonly days: number; readonly bets: number })[];
  readonly variants: readonly (RaceResult & { readonly bets: number })[];
}

/** One file of any size, any number of dates, any way of writing a line: time, and the most memory held at once. */
export const memory: Part<MemoryResult> = {
  name: 'memory',
  async measure(bench) {
    const program = bundleProgram('bench/betlake/convert.ts', bench.work);
    const path = join(bench.work, 'bets.jsonl');
    const sizes: MemoryResult['sizes'][number][] = [];
    let gzip: MemoryResult['gzip'] | undefined;
    for (const size of [10_000, 100_000, 1_000_000, 10_000_000]) {
      const bets = bench.scale(size);
      bench.report(`writing ${showCount(bets)} bets`);
      const bytes = await writeRegularBets({ path, bets });
      const title = `${showCount(bets)} bets in one file`;
      // The largest runs for a minute: once is enough, beside the others on one line.
      const often = size > 1_000_000 ? { ...bench, runs: 1 } : bench;
      const [plain] = await race(often, title, [toContestant('plain', program, path, bets)]);
      if (plain) sizes.push({ ...plain, bets, bytes });
      if (size === 1_000_000) {
        await pipeline(createReadStream(path), createGzip({ level: 6 }), createWriteStream(`${path}.gz`));
        const [packed] = await race(bench, `${title}, gzip`, [
          toContestant('gzip', program, `${path}.gz`, bets, 'bets/bench.jsonl.gz'),
        ]);
        if (packed) gzip = { ...packed, bets, bytes: (await stat(`${path}.gz`)).size };
        await rm(`${path}.gz`);
      }
    }
    await rm(path);
    if (!gzip) throw new Error('gzip was not measured');
    const dates = await measureDates(bench, program, path);
    return { sizes, gzip, dates, variants: await measureVariants(bench, program) };
  },
  tables: (result) => ({
    sizes: toSizesTable(result),
    dates: toDatesTable(result),
    variants: toVariantsTable(result),
  }),
  plots: (result) => ({ sizes: toSizesPlot(result) }),
};

/** Measures files whose dates are side by side, so that rows of all of them are held at once. */
async function measureDates(
  bench: Bench,
  program: string,
  path: string,
): Promise<NonNullable<MemoryResult['dates']>> {
  const bets = bench.scale(1_000_000);
  const regular = join(bench.work, 'regular.jsonl');
  bench.report(`writing ${showCount(bets)} bets`);
  await writeRegularBets({ path: regular, bets });
  const measured: NonNullable<MemoryResult['dates']>[number][] = [];
  for (const days of [1, 31, 366, 4000]) {
    await scatterBets({ path, regular, days });
    const [result] = await race(bench, `${showCount(days)} dates side by side`, [
      toContestant(showCount(days), program, path, bets),
    ]);
    if (result) measured.push({ ...result, days, bets });
  }
  await Promise.all([rm(path), rm(regular)]);
  return measured;
}

async function measureVariants(bench: Bench, program: string): Promise<MemoryResult['variants']> {
  const bets = bench.scale(1_000_000);
  const regular = join(bench.work, 'variants.jsonl');
  bench.report(`writing ${showCount(bets)} bets`);
  await writeRegularBets({ path: regular, bets });
  const contestants: Contestant[] = [];
  for (const variant of Object.keys(lineVariants) as LineVariant[]) {
    const path = join(bench.work, `${variant}.jsonl`);
    bench.report(`writing them again: ${lineVariants[variant].name}`);
    await writeBetVariants({ path, regular, variant });
    contestants.push(toContestant(lineVariants[variant].name, program, path, bets));
  }
  const twice = { ...bench, runs: Math.min(2, bench.runs) };
  return (await race(twice, 'ways to write a line', contestants)).map((result) => ({ ...result, bets }));
}

function toContestant(
  name: string,
  program: string,
  path: string,
  bets: number,
  landingKey = 'bets/bench.jsonl',
): Contestant {
  return {
    name,
    command: (folder) => ({
      program: 'node',
      args: [program, path, join(folder, 'lake'), landingKey],
    }),
    async check(folder, stdout) {
      const { status, accepted, quarantined, files } = JSON.parse(stdout) as {
        status: string;
        accepted: number;
        quarantined: number;
        files: { key: string; rows_count: number }[];
      };
      if (status !== 'loaded' || accepted !== bets || quarantined !== 0) {
        throw new Error(`expected ${bets} bets to be accepted, got ${stdout}`);
      }
      const of = await Promise.all(files.map(({ key }) => stat(join(folder, 'lake', key))));
      return of.reduce((sum, { size }) => sum + size, 0);
    },
  };
}

/** Seconds a bet and seconds to start, over all sizes of a file: by least squares of the relative error. */
export function fitSizes({ sizes }: MemoryResult): { readonly slope: number; readonly start: number } {
  const sum = (of: (bets: number, seconds: number) => number) =>
    sizes.reduce((total, { bets, cpuSeconds }) => total + of(bets, cpuSeconds) / cpuSeconds ** 2, 0);
  const [n, x, y, xx, xy] = [
    sum(() => 1),
    sum((bets) => bets),
    sum((_, seconds) => seconds),
    sum((bets) => bets ** 2),
    sum((bets, seconds) => bets * seconds),
  ];
  const slope = (n * xy - x * y) / (n * xx - x * x);
  return { slope, start: (y - slope * x) / n };
}

function toSizesTable(result: MemoryResult): string {
  const { sizes, gzip } = result;
  const { slope, start } = fitSizes(result);
  const row = ({ bets, bytes, cpuSeconds, wallSeconds, peakMib }: MemoryResult['gzip'], name: string) => {
    const fitted = start + slope * bets;
    const off = ((cpuSeconds - fitted) / fitted) * 100;
    return [
      name,
      showMib(bytes),
      showSeconds(cpuSeconds),
      name.includes('gzip') ? '' : `${off > 0 ? '+' : ''}${showFigure(Math.round(off))} %`,
      showSeconds(wallSeconds),
      `${showCount(Math.round(peakMib))} MiB`,
    ];
  };
  const rows = [
    ...sizes.map((size) => row(size, showCount(size.bets))),
    row(gzip, `${showCount(gzip.bets)}, gzip`),
  ];
  return `${toTable(['bets in one file', 'size', 'CPU', 'off the line', 'wall', 'peak memory'], rows)}

The line: ${showFigure(start)} s and ${showFigure(slope * 1e6)} µs a bet.`;
}

function toDatesTable({ dates }: MemoryResult): string {
  if (!dates) return 'The next full run measures files of many dates.';
  const rows = dates.map(({ days, cpuSeconds, wallSeconds, peakMib, bytesOut }) => [
    showCount(days),
    showSeconds(cpuSeconds),
    showSeconds(wallSeconds),
    `${showCount(Math.round(peakMib))} MiB`,
    showMib(bytesOut),
  ]);
  return `${showCount(dates[0]?.bets ?? 0)} bets, each of another date than the one before:

${toTable(['dates', 'CPU', 'wall', 'peak memory', 'bytes out'], rows)}`;
}

function toVariantsTable({ variants }: MemoryResult): string {
  const regular = variants[0]?.cpuSeconds ?? Number.NaN;
  const rows = variants.map(({ name, cpuSeconds, peakMib }) => [
    name,
    showSeconds(cpuSeconds),
    `${showFigure(cpuSeconds / regular)} ×`,
    `${showCount(Math.round(peakMib))} MiB`,
  ]);
  return `${showCount(variants[0]?.bets ?? 0)} bets, every line so:

${toTable(['a line', 'CPU', 'to regular', 'peak memory'], rows)}`;
}

function toSizesPlot(result: MemoryResult): Spec {
  const { slope, start } = fitSizes(result);
  const values = result.sizes.map(({ bets, cpuSeconds, peakMib }) => ({
    bets,
    cpuSeconds,
    fitted: start + slope * bets,
    peakMib,
  }));
  const x = {
    field: 'bets',
    type: 'quantitative',
    scale: { type: 'log' },
    title: 'bets in one file',
  } as const;
  const side = { width: 320, height: 220 };
  return {
    data: { values },
    hconcat: [
      {
        ...side,
        title: 'CPU, and the fitted line',
        layer: [
          { mark: 'point', encoding: { x, y: toLogAxis('cpuSeconds', 'CPU seconds') } },
          {
            mark: { type: 'line', strokeDash: [4, 3] },
            encoding: { x, y: toLogAxis('fitted', 'CPU seconds') },
          },
        ],
      },
      {
        ...side,
        title: 'Peak memory',
        mark: { type: 'line', point: true },
        encoding: {
          x,
          y: { field: 'peakMib', type: 'quantitative', scale: { domain: [0, 700] }, title: 'MiB' },
        },
      },
    ],
  };
}

function toLogAxis(field: string, title: string) {
  return { field, type: 'quantitative', scale: { type: 'log' }, title } as const;
}
