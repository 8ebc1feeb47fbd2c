import type { Part } from './harness/bench.ts';
import { convert } from './parts/convert.ts';

/** Every part of the benchmark, in the order of docs/performance.md. */
export const parts: readonly Part<unknown>[] = [convert] as readonly Part<unknown>[];
