import type { Part } from './harness/bench.ts';
import { convert } from './parts/convert.ts';
import { ofFunction } from './parts/function.ts';
import { memory } from './parts/memory.ts';
import { ofSettings } from './parts/settings.ts';

/** Every part of the benchmark, in the order of docs/performance.md. */
export const parts: readonly Part<unknown>[] = [
  convert,
  memory,
  ofSettings,
  ofFunction,
] as readonly Part<unknown>[];
