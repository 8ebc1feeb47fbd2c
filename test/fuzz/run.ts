import { parseArgs } from 'node:util';
import { startVitest } from 'vitest/node';

/*
 * Runs the fuzzing tier: `--runs` lines of each data set (20,000 by default), from a `--seed` that is printed, so that
 * a run which failed can be had again.
 */
const { values } = parseArgs({
  options: { runs: { type: 'string', default: '20000' }, seed: { type: 'string' } },
});
const seed = values.seed ?? String(Math.floor(Math.random() * 2 ** 31));
console.log(`lines of each data set: ${values.runs}, seed: ${seed}`);
process.env.BETLAKE_FUZZ_RUNS = values.runs;
process.env.BETLAKE_FUZZ_SEED = seed;
const vitest = await startVitest('test', [], { project: 'fuzz', reporters: ['verbose'], watch: false });
await vitest.close();
