import { expect, test } from 'vitest';
import { datasets } from '../../glue/datasets/index.ts';
import { fuzzLines } from './fuzz-lines.ts';
import { readPlan } from './plan.ts';

const { runs, seed } = readPlan();
const maxLines = 400;

test.each(Object.values(datasets))(
  'lines of $name become what an independent reader finds, after Parquet',
  async (dataset) => {
    const { lines, accepted } = await fuzzLines(dataset, Math.ceil(runs / maxLines / 0.75), maxLines, seed);
    console.log(`${dataset.name}: ${lines} lines, of them ${accepted} accepted, seed ${seed}`);
    expect(lines).toBeGreaterThanOrEqual(runs / 2);
    expect(accepted).toBeGreaterThan(lines / 5);
  },
);
