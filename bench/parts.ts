import type { Part } from './harness/bench.ts';
import { command } from './parts/command.ts';
import { convert } from './parts/convert.ts';
import { ofFunction } from './parts/function.ts';
import { memory } from './parts/memory.ts';
import { page } from './parts/page.ts';
import { questions } from './parts/questions.ts';
import { rollup } from './parts/rollup.ts';
import { ofSettings } from './parts/settings.ts';
import { smallFiles } from './parts/small-files.ts';

/** Every part of the benchmark, in the order of docs/performance.md. */
export const parts: readonly Part<unknown>[] = [
  convert,
  command,
  memory,
  ofSettings,
  ofFunction,
  smallFiles,
  rollup,
  questions,
  page,
] as readonly Part<unknown>[];
