import type { Spec as VegaLiteSpec } from './write-document.ts';

/** What a part is measured with. */
export interface Bench {
  /** A folder on the disk of temporary files for inputs and outputs; removed at the end. */
  readonly work: string;
  /** How often each contestant runs. */
  readonly runs: number;
  /** Everything at a hundredth of its size: to see that it works, not how fast. */
  readonly quick: boolean;
  /** The share of `count` that is asked for: a hundredth where the run is quick. */
  scale(count: number): number;
  /** Tells on stderr what is under way. */
  say(text: string): void;
}

/**
 * A part of the benchmark: what it measures, and how its figures are told. What `measure` gives is kept as JSON
 * in `bench/results/<name>.json`; tables and plots are made of that alone, at any time.
 */
export interface Part<Result> {
  /** Names its file of results, and what is asked for on the command line. */
  readonly name: string;
  measure(bench: Bench): Promise<Result>;
  /** Markdown by the name of the place in docs/performance.md: `<!-- bench:name -->` … `<!-- /bench -->`. */
  tables(result: Result): Readonly<Record<string, string>>;
  /** Plots by the name of their file, `docs/performance/<name>.svg`. */
  plots(result: Result): Readonly<Record<string, VegaLiteSpec>>;
}
