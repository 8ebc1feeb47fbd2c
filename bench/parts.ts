import type { Part } from './harness/bench.ts';
import { convert } from './parts/convert.ts';
import { ofFunction } from './parts/function.ts';
import { memory } from './parts/memory.ts';

/** Every part of the benchmark, in the order of docs/performance.md. */
export const parts: readonly Part<unknown>[] = [convert, memory, ofFunction] as readonly Part<unknown>[];
