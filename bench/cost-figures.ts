import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Figures } from '../cost/read-inputs.ts';
import { readResults } from './harness/results.ts';
import { fitSizes, type MemoryResult } from './parts/memory.ts';
import type { RollupResult } from './parts/rollup.ts';
import { type SmallFilesResult, toFileCosts } from './parts/small-files.ts';

const path = 'cost/figures.json';

/**
 * The figures that a bill is estimated from, taken from measurements: work and bytes of a bet and of a file are those of the parts
 * `memory` and `small-files`, which convert lines of one generator; a day's rollup is that of bets placed in sessions,
 * its CPU that of a day of ten million in a function, because a larger day takes more for each bet.
 *
 * @throws Error where one of them has not been measured
 */
async function toCostFigures(resultsFolder: string): Promise<Figures> {
  const memory = await readResults<MemoryResult>(resultsFolder, 'memory');
  const small = await readResults<SmallFilesResult>(resultsFolder, 'small-files');
  const rollup = await readResults<RollupResult>(resultsFolder, 'rollup');
  if (!memory || !small || !rollup)
    throw new Error('expected results of the parts memory, small-files and rollup');
  const day = rollup.result.large.filter(({ place }) => place === 'a function')[1];
  if (!day) throw new Error('rollup: expected a second large day in a function');
  const { sessions, landings } = small.result;
  const [one, many] = landings;
  if (!one || !many) throw new Error('small-files: expected a landing in one file and one in many');
  const { gzip, sizes } = memory.result;
  const plain = sizes.find(({ bets }) => bets === gzip.bets);
  if (!plain) throw new Error(`memory: expected plain lines of ${gzip.bets} bets beside the gzipped`);
  const bets = many.files * small.result.linesPerFile;
  const files = toFileCosts(small.result);
  const perMillion = (value: number, of: number) => round((value / of) * 1e6);
  return {
    source: `bench/results: memory of ${memory.date}, small-files of ${small.date}, rollup of ${rollup.date}; ${bets.toLocaleString('en-US')} bets of a day landed, ${sessions.bets.toLocaleString('en-US')} in sessions rolled up, and a day of ${day.rows.toLocaleString('en-US')}, ${small.machine.processor}, ${small.machine.cores} cores`,
    line_bytes: Math.round(plain.bytes / plain.bets),
    gzip_ratio: round(gzip.bytes / plain.bytes),
    convert_cpu_seconds_per_million: round(fitSizes(memory.result).slope * 1e6),
    convert_cpu_seconds_per_file: round(Math.max(0, files.functionFileSeconds)),
    rollup_cpu_seconds_per_million: perMillion(day.cpuSeconds, day.rows),
    rollup_cpu_seconds_per_file: round(Math.max(0, files.rollupFileSeconds)),
    curated_bytes_per_million: perMillion(one.bytes.curated, bets),
    activity_bytes_per_million: perMillion(sessions.activityBytes, sessions.bets),
  };
}

/** The file as it must be, and as it is now. */
export async function compareCostFigures(projectRoot: string, resultsFolder: string) {
  const expected = `${JSON.stringify(await toCostFigures(resultsFolder), null, 2)}\n`;
  return { expected, current: await readFile(join(projectRoot, path), 'utf8') };
}

export async function writeCostFigures(projectRoot: string, resultsFolder: string): Promise<void> {
  const { expected } = await compareCostFigures(projectRoot, resultsFolder);
  await writeFile(join(projectRoot, path), expected);
}

function round(value: number): number {
  return Number(value.toPrecision(4));
}
