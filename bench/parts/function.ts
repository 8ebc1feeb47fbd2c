import { copyFile, mkdir, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { toLoadId } from '../../lambdas/core/keys.ts';
import { type Called, readCalled, type Time, toFunctionCommand } from '../aws/function-command.ts';
import { startStandIn } from '../aws/stand-in.ts';
import { bundleProgram } from '../betlake/bundle-program.ts';
import type { Bench, Part } from '../harness/bench.ts';
import { measureProcess } from '../harness/measure-process.ts';
import { median } from '../harness/race.ts';
import { sumBytes } from '../harness/watch-folder.ts';
import { showCount, showFigure, showMib, toTable } from '../harness/write-document.ts';
import { expectSame, summarizeLines, summarizeParquet } from '../input/summarize-bets.ts';
import { writeRegularBets } from '../input/write-regular-bets.ts';

interface FunctionResult {
  /** Of the function's own code, and of DuckDB's packages beside it. */
  readonly bundleBytes: number;
  readonly duckDbBytes: number;
  readonly sizes: readonly SizeResult[];
}

interface SizeResult {
  readonly bets: number;
  /** From the start of the process until its code is loaded. */
  readonly loaded: Time;
  /** From the start of the process to the end of the first call. */
  readonly cold: Time;
  /** Of each call after the first. */
  readonly warm: Time;
  readonly peakMib: number;
}

const memoryMib = 1769;
const warmCalls = 15;

/** The function `convert` as it is deployed, started and called again, beside S3 and SQS on this machine. */
export const ofFunction: Part<FunctionResult> = {
  name: 'function',
  async measure(bench) {
    bench.report('bundling the function');
    const program = bundleProgram('lambdas/convert/handler.ts', bench.work);
    const sizes: SizeResult[] = [];
    for (const bets of [1, 1000, 100_000]) {
      const count = Math.min(bets, bench.scale(100_000));
      sizes.push(await measureSize(bench, program, count));
    }
    return {
      bundleBytes: (await stat(program)).size,
      duckDbBytes: sumBytes(join(dirname(program), 'node_modules')),
      sizes,
    };
  },
  tables: (result) => ({ function: toFunctionTable(result) }),
  plots: () => ({}),
};

async function measureSize(bench: Bench, program: string, bets: number): Promise<SizeResult> {
  const file = join(bench.work, 'bets.jsonl');
  await writeRegularBets({ path: file, bets, days: 1 });
  const expected = await summarizeLines(file);
  const starts: (Called & { readonly peakMib: number })[] = [];
  // A start is short, and what is short is measured more often.
  for (let run = 0; run < bench.runs * 3; run++) {
    bench.report(`${showCount(bets)} bets, start ${run + 1} of ${bench.runs * 3}`);
    const folder = join(bench.work, 's3');
    const landing = join(folder, 'landing/bets');
    const warm = Array.from({ length: bets > 10_000 ? 3 : warmCalls }, (_, at) => `bets/warm-${at}.jsonl`);
    await mkdir(landing, { recursive: true });
    for (const key of ['bets/bench.jsonl', ...warm]) await copyFile(file, join(folder, 'landing', key));
    const standIn = await startStandIn(folder);
    try {
      const calls = ['bets/bench.jsonl', ...warm].map((key) => [key]);
      const command = await toFunctionCommand({ program, folder, url: standIn.url, memoryMib, calls });
      const { stdout, peakMib } = await measureProcess(command, join(bench.work, 'usage.jsonl'));
      starts.push({ ...readCalled(stdout), peakMib });
    } finally {
      standIn.close();
    }
    const loadId = toLoadId('bets/bench.jsonl');
    expectSame(
      await summarizeParquet(join(folder, `lake/curated/bets/files/*/${loadId}.*.parquet`)),
      expected,
    );
    await rm(folder, { recursive: true });
  }
  return {
    bets,
    loaded: medianTime(starts.map(({ loaded }) => loaded)),
    cold: medianTime(starts.map(({ cold }) => cold)),
    warm: medianTime(starts.flatMap(({ warm }) => warm)),
    peakMib: median(starts.map(({ peakMib }) => peakMib)),
  };
}

function medianTime(times: readonly Time[]): Time {
  return { ms: median(times.map(({ ms }) => ms)), cpuMs: median(times.map(({ cpuMs }) => cpuMs)) };
}

function toFunctionTable({ bundleBytes, duckDbBytes, sizes }: FunctionResult): string {
  const show = ({ ms, cpuMs }: Time) => [`${showFigure(ms)} ms`, `${showFigure(cpuMs)} ms`];
  const rows = sizes.map(({ bets, loaded, cold, warm, peakMib }) => [
    showCount(bets),
    ...[loaded, cold, warm].flatMap(show),
    `${showCount(Math.round(peakMib))} MiB`,
  ]);
  const points = ['code loaded', 'first file done (cold)', 'a file after it (warm)'];
  const head = ['bets', ...points.flatMap((point) => [point, 'CPU']), 'peak memory'];
  return `${toTable(head, rows)}

${sizes
  .filter(({ bets }) => bets === 1000)
  .map(toBounds)
  .join('')}The bundle is ${showMib(bundleBytes)} of code and ${showMib(duckDbBytes)} of DuckDB.`;
}

/** Aims, by the clock: cold within a second, warm within 60 ms. */
function toBounds({ bets, cold, warm }: SizeResult): string {
  const compare = (name: string, { ms }: Time, most: number) =>
    `${name} ${showFigure(ms)} ms, ${ms < most ? 'within' : 'beyond'} ${showCount(most)} ms`;
  return `Aimed at for ${showCount(bets)} bets, by the clock: ${compare('cold', cold, 1000)}; ${compare('warm', warm, 60)}.\n\n`;
}
