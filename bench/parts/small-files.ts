import { readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { DuckDBInstance } from '@duckdb/node-api';
import { openLakeForWriting } from '../../client/local/lake.ts';
import { toSqlText } from '../../glue/sql.ts';
import { writeSample } from '../../sample/write-sample.ts';
import { readCalled, type Time, toFunctionCommand } from '../aws/function-command.ts';
import { startStandIn } from '../aws/stand-in.ts';
import { bundleProgram } from '../betlake/bundle-program.ts';
import type { Bench, Part } from '../harness/bench.ts';
import { measureProcess, type Usage } from '../harness/measure-process.ts';
import { sumBytes } from '../harness/watch-folder.ts';
import { showCount, showFigure, showMilliseconds, showSeconds, toTable } from '../harness/write-document.ts';
import { makeBets } from '../lake/make-bets.ts';
import { rollUp } from '../lake/roll-up.ts';

export interface SmallFilesResult {
  readonly linesPerFile: number;
  /** Loading a single such file: what a process takes to start. */
  readonly start: Usage;
  readonly landings: readonly Landing[];
  readonly handler: Handled;
  readonly sessions: Sessions;
}

/** A day of bets as players place them, ten on a game before the next: what its rollup takes, and its activity. */
interface Sessions {
  readonly bets: number;
  readonly rollup: Usage;
  readonly activityBytes: number;
}

/** A day that landed in some files, loaded and then rolled up on this machine. */
interface Landing {
  readonly files: number;
  readonly load: Usage;
  readonly rollup: Usage;
  /** Of the landing files, the curated ones and the day's activity. */
  readonly bytes: { readonly landed: number; readonly curated: number; readonly activity: number };
}

/** The same files through the deployed function, one process of it, ten messages a call. */
interface Handled {
  readonly files: number;
  /** Of all calls after the first; so many files. */
  readonly warm: Time;
  readonly warmFiles: number;
  readonly peakMib: number;
}

const betlake = fileURLToPath(new URL('../../bin/betlake.js', import.meta.url));
const linesPerFile = 100;
const day = '2021-10-04';
/** As it is deployed: lib/compute/converter.ts. */
const messagesPerCall = 10;
const memoryMib = 1769;

/** A day that lands in files of 100 bets, beside the same bets in one file: what a file itself costs. */
export const smallFiles: Part<SmallFilesResult> = {
  name: 'small-files',
  async measure(bench) {
    const most = bench.scale(10_000);
    const landings: Landing[] = [];
    const { load: start } = await land(bench, linesPerFile, 1);
    let sums: string | undefined;
    for (const files of [1, most]) {
      const { sums: found, ...landing } = await land(bench, most * linesPerFile, files);
      sums ??= found;
      if (found !== sums)
        throw new Error(`expected the sums ${sums} of the day in ${files} files, got ${found}`);
      landings.push(landing);
    }
    const handler = await handle(bench, most);
    return { linesPerFile, start, landings, handler, sessions: await rollUpSessions(bench) };
  },
  tables: (result) => ({ 'small-files': toSmallFilesTable(result) }),
  plots: () => ({}),
};

async function land(bench: Bench, bets: number, files: number): Promise<Landing & { readonly sums: string }> {
  const [landing, lake] = [join(bench.work, 'landing'), join(bench.work, 'lake')];
  const expected = await writeDay(bench, landing, bets, files);
  const measure = (args: readonly string[]) =>
    measureProcess({ program: 'node', args }, join(bench.work, 'usage.jsonl'));
  bench.report(`loading ${showCount(files)} files`);
  const load = await measure([betlake, 'ingest', landing, '--no-rollup', '--lake', lake]);
  await expectRows(join(lake, 'curated/bets'), expected);
  const daysFile = join(bench.work, 'days.json');
  await writeFile(daysFile, JSON.stringify([day]));
  bench.report(`rolling up ${showCount(files)} files`);
  const rolledUp = await measure([
    bundleProgram('bench/betlake/roll-up-days.ts', bench.work),
    lake,
    daysFile,
  ]);
  const took = JSON.parse(rolledUp.stdout) as { wallSeconds: number; cpuSeconds: number };
  const bytes = {
    landed: sumBytes(join(landing, 'bets')),
    curated: sumBytes(join(lake, 'curated/bets/files')),
    activity: sumBytes(join(lake, 'rollup/activity/files')),
  };
  const sums = await readText(
    join(lake, 'rollup/activity'),
    'concat_ws(chr(32), sum(bets_count), sum(real_spent_amount), sum(real_won_amount), sum(fee_amount))',
  );
  await rm(landing, { recursive: true });
  await rm(lake, { recursive: true });
  const { wallSeconds, cpuSeconds, peakMib } = load;
  return {
    files,
    load: { wallSeconds, cpuSeconds, peakMib },
    rollup: { ...took, peakMib: rolledUp.peakMib },
    bytes,
    sums,
  };
}

/** The sample's players choose a game for each bet, so that a row of its activity is hardly more than a bet. */
async function rollUpSessions(bench: Bench): Promise<Sessions> {
  const lake = join(bench.work, 'sessions');
  const open = await openLakeForWriting(lake);
  // A second's work, so that what a rollup takes to begin is little of it, whatever the scale.
  const rowsPerFile = bench.quick ? bench.scale(1_000_000) : 1_000_000;
  const made = { playersCount: 200_000, gamesCount: 1_000, stakesPerSession: 10, date: day };
  const bets = await makeBets(open, { ...made, rowsPerFile, filesCount: 1 });
  open.close();
  bench.report(`rolling up ${showCount(bets)} bets of sessions`);
  const rollup = await rollUp(bench, lake, [day]);
  const activityBytes = sumBytes(join(lake, 'rollup/activity/files'));
  await rm(lake, { recursive: true });
  return { bets, rollup, activityBytes };
}

async function handle(bench: Bench, files: number): Promise<Handled> {
  const folder = join(bench.work, 's3');
  const landing = join(folder, 'landing');
  const expected = await writeDay(bench, landing, files * linesPerFile, files);
  const program = bundleProgram('lambdas/convert/handler.ts', bench.work);
  const keys = (await readdir(join(landing, 'bets'))).sort().map((name) => `bets/${name}`);
  const calls: string[][] = [];
  for (let at = 0; at < keys.length; at += messagesPerCall) calls.push(keys.slice(at, at + messagesPerCall));
  const standIn = await startStandIn(folder);
  try {
    bench.report(`${showCount(files)} files through the function`);
    const command = await toFunctionCommand({ program, folder, url: standIn.url, memoryMib, calls });
    const { stdout, peakMib } = await measureProcess(command, join(bench.work, 'usage.jsonl'));
    await expectRows(join(folder, 'lake/curated/bets'), expected);
    const { warm } = readCalled(stdout);
    const sum = (of: (time: Time) => number) => warm.reduce((total, time) => total + of(time), 0);
    const warmFiles = files - (calls[0]?.length ?? 0);
    return { files, warmFiles, warm: { ms: sum(({ ms }) => ms), cpuMs: sum(({ cpuMs }) => cpuMs) }, peakMib };
  } finally {
    standIn.close();
    await rm(folder, { recursive: true, force: true });
  }
}

/** @returns the bets that can be loaded */
async function writeDay(bench: Bench, out: string, bets: number, files: number): Promise<number> {
  bench.report(`writing ${showCount(files)} files`);
  const { lines, badLines } = await writeSample({
    out,
    bets,
    files,
    days: 1,
    players: 5_000,
    games: 300,
    start: day,
    seed: 1,
    badRatio: 0,
  });
  for (const dataset of ['players', 'games']) await rm(join(out, dataset), { recursive: true });
  return lines.bets - badLines.bets;
}

async function expectRows(folder: string, expected: number): Promise<void> {
  const rows = await readText(folder, 'count(*)');
  if (Number(rows) !== expected) throw new Error(`expected ${expected} bets in ${folder}, got ${rows}`);
}

/** An aggregate over all Parquet files below a folder. */
async function readText(folder: string, aggregate: string): Promise<string> {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  try {
    const files = toSqlText(join(folder, 'files/*/*.parquet'));
    const reader = await connection.runAndReadAll(`select ${aggregate} from read_parquet(${files})`);
    return String(reader.getRows()[0]?.[0]);
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

/** CPU seconds that a file itself takes, whatever is in it, locally and in the function, and that a bet takes. */
export function toFileCosts({ start, landings, handler, linesPerFile: lines }: SmallFilesResult) {
  const [one, many] = landings;
  if (!one || !many) throw new Error('small files: expected a landing in one file and one in many');
  const betSeconds = (one.load.cpuSeconds - start.cpuSeconds) / ((many.files - 1) * lines);
  const handledSeconds = handler.warm.cpuMs / 1000 / handler.warmFiles;
  return {
    betSeconds,
    localFileSeconds: (many.load.cpuSeconds - one.load.cpuSeconds) / many.files,
    functionFileSeconds: handledSeconds - betSeconds * lines,
    rollupFileSeconds: (many.rollup.cpuSeconds - one.rollup.cpuSeconds) / many.files,
  };
}

function toSmallFilesTable(result: SmallFilesResult): string {
  const { landings, handler, linesPerFile: lines } = result;
  const costs = toFileCosts(result);
  const row = (name: string, files: number, wall: number, cpu: number, itself: string, peakMib: number) => [
    name,
    showCount(files),
    showSeconds(cpu),
    showSeconds(wall),
    showFigure(files / wall),
    itself,
    `${showCount(Math.round(peakMib))} MiB`,
  ];
  const rows = landings.flatMap(({ files, load, rollup }) => [
    row(
      'loaded on this machine',
      files,
      load.wallSeconds,
      load.cpuSeconds,
      files === 1 ? '' : showMilliseconds(costs.localFileSeconds),
      load.peakMib,
    ),
    row(
      'the day rolled up once',
      files,
      rollup.wallSeconds,
      rollup.cpuSeconds,
      files === 1 ? '' : showMilliseconds(costs.rollupFileSeconds),
      rollup.peakMib,
    ),
  ]);
  const { ms, cpuMs } = handler.warm;
  rows.push(
    row(
      'through the function, warm',
      handler.warmFiles,
      ms / 1000,
      cpuMs / 1000,
      showMilliseconds(costs.functionFileSeconds),
      handler.peakMib,
    ),
  );
  const bets = (landings.at(-1)?.files ?? 0) * lines;
  const least = costs.functionFileSeconds / costs.betSeconds;
  const ofRollup = costs.rollupFileSeconds / costs.betSeconds;
  const head = ['', 'files', 'CPU', 'wall', 'files a second', 'CPU a file itself', 'peak memory'];
  return `${showCount(bets)} bets of a day:

${toTable(head, rows)}

A bet takes ${showFigure(costs.betSeconds * 1e6)} µs, so by CPU alone a file costs the function as much as ${showFigure(least)} bets in it, and each rollup of
its day as much as ${showFigure(Math.max(0, ofRollup))} more: with fewer lines a file costs more than what is in it.
${toDensities(result)}`;
}

/** What a bill rests on beside the work: how far the rollup makes bets fewer. */
function toDensities({ landings, linesPerFile: lines, sessions }: SmallFilesResult): string {
  const [one, many] = landings;
  const ofSample = (one?.bytes.activity ?? 0) / ((many?.files ?? 0) * lines);
  const show = (perBet: number) => `${showFigure(perBet)} MB`;
  return `
The activity of a million of these bets, whose players choose a game for each, takes ${show(ofSample)}; of bets placed ten on
a game, ${show(sessions.activityBytes / sessions.bets)} and ${showSeconds((sessions.rollup.cpuSeconds / sessions.bets) * 1e6)} of CPU. Bills rest on the latter's bytes.`;
}
