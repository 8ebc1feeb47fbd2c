import { expect, test } from 'vitest';
import { datasets } from '../../glue/datasets/index.ts';
import { fuzzLines } from '../fuzz/fuzz-lines.ts';

const sampled: readonly string[] = ['bets', 'players', 'games'];

test.each(Object.values(datasets))(
  'generated files of $name become the rows and refused lines that an independent reader finds, after Parquet',
  async (dataset) => {
    const { lines, accepted } = await fuzzLines(dataset, 4, 150, 11);
    expect(lines).toBeGreaterThan(200);
    // A data set that the sample writes has its lines among them, most of them good.
    expect(accepted).toBeGreaterThan(lines * (sampled.includes(dataset.name) ? 0.2 : 0.1));
  },
);
