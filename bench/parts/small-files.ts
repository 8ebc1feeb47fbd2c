import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openLakeForReading } from '../../local/query-lake.ts';
import { writeSample } from '../../sample/write-sample.ts';
import type { Bench, Part } from '../harness/bench.ts';
import { measureProcess, type Usage } from '../harness/measure-process.ts';
import { showCount, showFigure, showMilliseconds, showSeconds, toTable } from '../harness/table.ts';

interface SmallFilesResult {
  readonly linesPerFile: number;
  readonly ingests: readonly (Usage & { readonly files: number })[];
}

const betlake = fileURLToPath(new URL('../../bin/betlake.js', import.meta.url));
const linesPerFile = 100;

/** A day that lands in files of 100 bets, beside the same bets in one file: what a file itself costs. */
export const smallFiles: Part<SmallFilesResult> = {
  name: 'small-files',
  async measure(bench) {
    const most = bench.scale(10_000);
    const ingests: SmallFilesResult['ingests'][number][] = [];
    for (const files of [1, most])
      ingests.push({ files, ...(await ingest(bench, most * linesPerFile, files)) });
    return { linesPerFile, ingests };
  },
  tables: (result) => ({ 'small-files': toSmallFilesTable(result) }),
  plots: () => ({}),
};

async function ingest(bench: Bench, bets: number, files: number): Promise<Usage> {
  const [landing, lake] = [join(bench.work, 'landing'), join(bench.work, 'lake')];
  bench.say(`writing ${files} files`);
  const { lines, badLines } = await writeSample({
    out: landing,
    bets,
    files,
    days: 1,
    players: 5_000,
    games: 300,
    start: '2021-10-04',
    seed: 1,
    badRatio: 0,
  });
  bench.say(`ingesting ${files} files`);
  const command = { program: 'node', args: [betlake, 'ingest', landing, '--lake', lake] } as const;
  const { stdout: _, ...usage } = await measureProcess(command, join(bench.work, 'usage.jsonl'));
  const reader = await openLakeForReading(lake);
  const [[accepted] = []] = (await reader.connection.runAndReadAll('select count(*) from bets')).getRows();
  await reader.close();
  const expected = lines.bets - badLines.bets;
  if (Number(accepted) !== expected)
    throw new Error(`expected ${expected} bets in the lake, got ${accepted}`);
  await rm(landing, { recursive: true });
  await rm(lake, { recursive: true });
  return usage;
}

function toSmallFilesTable({ ingests, linesPerFile: lines }: SmallFilesResult): string {
  const base = ingests[0]?.cpuSeconds ?? Number.NaN;
  const rows = ingests.map(({ files, cpuSeconds, wallSeconds, peakMib }) => [
    showCount(files),
    showSeconds(cpuSeconds),
    showSeconds(wallSeconds),
    showFigure(files / wallSeconds),
    files === 1 ? '' : showMilliseconds((cpuSeconds - base) / files),
    `${showCount(Math.round(peakMib))} MiB`,
  ]);
  const bets = (ingests.at(-1)?.files ?? 0) * lines;
  return `${showCount(bets)} bets of a day, loaded and rolled up:

${toTable(['files', 'CPU', 'wall', 'files a second', 'CPU a file itself', 'peak memory'], rows)}`;
}
