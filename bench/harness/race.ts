import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Bench } from './bench.ts';
import { type Command, measureProcess, type Usage } from './measure-process.ts';

/** One way to do the work that is compared. */
export interface Contestant {
  readonly name: string;
  /** Parts of the work that it lacks or does differently, a sentence for each. */
  readonly lacks?: readonly string[];
  /**
   * The process that does it.
   *
   * @param folder an empty folder for all that it writes, removed after the check
   */
  command(folder: string): Command;
  /**
   * Compares the output of a run with the expected one: a run that fails the check ends the race.
   *
   * @returns the bytes of the output
   * @throws Error naming the difference
   */
  check(folder: string, stdout: string): Promise<number>;
}

/** One run of a contestant. */
interface Run extends Usage {
  readonly bytesOut: number;
}

/** A contestant's runs, and the median of each figure. */
export interface RaceResult extends Run {
  readonly name: string;
  readonly lacks: readonly string[];
  readonly runs: readonly Run[];
}

/** No contestant begins another run when all its runs so far took longer than this. */
const enoughSeconds = 30;

/**
 * Runs contestants on the same work as whole processes, in turn: a machine that slows down for a while does so for
 * all of them.
 *
 * A slow one runs fewer times than `bench.runs`; its result has all its runs.
 */
export async function race(
  bench: Bench,
  title: string,
  contestants: readonly Contestant[],
): Promise<RaceResult[]> {
  const runs = new Map<string, Run[]>(contestants.map(({ name }) => [name, []]));
  const folder = join(bench.work, 'race');
  for (let round = 0; round < bench.runs; round++) {
    for (const contestant of contestants) {
      const done = runs.get(contestant.name) ?? [];
      if (done.reduce((sum, { wallSeconds }) => sum + wallSeconds, 0) > enoughSeconds) continue;
      bench.report(`${title}: ${contestant.name}, run ${round + 1} of ${bench.runs}`);
      await mkdir(folder, { recursive: true });
      const { stdout, ...usage } = await measureProcess(
        contestant.command(folder),
        join(bench.work, 'usage.jsonl'),
      );
      const bytesOut = await contestant.check(folder, stdout).catch((cause) => {
        throw new Error(`${title}: what ${contestant.name} wrote is not right`, { cause });
      });
      await rm(folder, { recursive: true, force: true });
      done.push({ ...usage, bytesOut });
    }
  }
  return contestants.map(({ name, lacks = [] }) => toRaceResult(name, lacks, runs.get(name) ?? []));
}

function toRaceResult(name: string, lacks: readonly string[], runs: readonly Run[]): RaceResult {
  const of = (figure: keyof Run) => median(runs.map((run) => run[figure]));
  return {
    name,
    wallSeconds: of('wallSeconds'),
    cpuSeconds: of('cpuSeconds'),
    peakMib: of('peakMib'),
    bytesOut: of('bytesOut'),
    lacks,
    runs,
  };
}

/** The middle value; of an even number of values, the mean of the two in the middle. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
}
