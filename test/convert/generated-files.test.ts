import { expect, test } from 'vitest';
import { datasets } from '../../glue/datasets/index.ts';
import { fuzzLines } from '../fuzz/fuzz-lines.ts';

test.each(Object.values(datasets))(
  'generated files of $name become the rows and refused lines that an independent reader finds, after Parquet',
  async (dataset) => {
    const { lines, accepted } = await fuzzLines(dataset, 4, 150, 11);
    expect(lines).toBeGreaterThan(200);
    expect(accepted).toBeGreaterThan(lines * 0.2);
  },
);
