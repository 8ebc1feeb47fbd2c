import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { toDate } from '../../glue/calendar.ts';
import type { Bench, Part } from './bench.ts';
import { describeMachine, writeResults } from './results.ts';

export interface RunOptions {
  /** The folder of the figures, a file for each part. */
  readonly results: string;
  readonly quick: boolean;
  readonly runs: number;
  /** A share of the sizes, for a machine that has other work. @default 1 */
  readonly scale?: number;
  readonly report: (text: string) => void;
}

/** Measures parts one after another, each in a working folder of its own, and writes their figures. */
export async function runParts(parts: readonly Part<unknown>[], options: RunOptions): Promise<void> {
  const { results, quick, runs, report, scale = 1 } = options;
  for (const part of parts) {
    const work = await mkdtemp(join(tmpdir(), `betlake-bench-${part.name}-`));
    const bench: Bench = {
      work,
      quick,
      runs,
      scale: (count) => Math.ceil(count * (quick ? 0.01 : scale)),
      report: (text) => report(`${part.name}: ${text}`),
    };
    try {
      const result = await part.measure(bench);
      const date = toDate(new Date());
      await writeResults(results, { part: part.name, date, quick, machine: describeMachine(), result });
    } finally {
      await rm(work, { recursive: true, force: true });
    }
  }
}
