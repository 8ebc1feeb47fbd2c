import type { Spec as VegaLiteSpec } from './write-document.ts';

/** The environment that a part is measured in. */
export interface Bench {
  /** A folder on the disk of temporary files for inputs and outputs; removed at the end. */
  readonly work: string;
  /** How often each contestant runs. */
  readonly runs: number;
  /** Runs everything at a hundredth of its size, to check that it works and not how fast. */
  readonly quick: boolean;
  /** `count` scaled by the run: a hundredth of it where the run is quick. */
  scale(count: number): number;
  /** Reports on stderr what is under way. */
  report(text: string): void;
}

/**
 * A part of the benchmark: what it measures, and how its figures are shown. The result of `measure` is kept as JSON
 * in `bench/results/<name>.json`; tables and plots are made from that alone, at any time.
 */
export interface Part<Result> {
  /** The name of its file of results, and of the part on the command line. */
  readonly name: string;
  measure(bench: Bench): Promise<Result>;
  /** Markdown by the name of the place in docs/performance.md: `<!-- bench:name -->` … `<!-- /bench -->`. */
  tables(result: Result): Readonly<Record<string, string>>;
  /** Plots by the name of their file, `docs/performance/<name>.svg`. */
  plots(result: Result): Readonly<Record<string, VegaLiteSpec>>;
}
