import type { Part } from './harness/bench.ts';
import { convert } from './parts/convert.ts';
import { rollup } from './parts/rollup.ts';

/** Every part of the benchmark, in the order of docs/performance.md. */
export const parts: readonly Part<unknown>[] = [convert, rollup] as readonly Part<unknown>[];
