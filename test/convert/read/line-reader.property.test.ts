import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { datasets } from '../../../glue/datasets/index.ts';
import { toLineReader } from '../../../lambdas/convert/read/line-reader.ts';
import { toRuns } from '../../property-runs.ts';
import { lineOf, mutated } from './generated-lines.ts';
import { dates, isReadable, readIndependently, toPlainReading } from './line-readings.ts';

const numRuns = toRuns(2000);

describe.each(Object.values(datasets))('the strict reader of $name', (dataset) => {
  const read = toLineReader(dataset, dates);
  const expectSameReading = (bytes: Buffer) => {
    fc.pre(isReadable(bytes));
    const reading = toPlainReading(dataset, read(bytes.toString('utf8')));
    expect(reading).toEqual(readIndependently(dataset, bytes));
    return reading;
  };

  test('reads generated lines as an independent reader does', () => {
    let accepted = 0;
    const property = fc.property(lineOf(dataset), (line) => {
      if (expectSameReading(Buffer.from(line)).values) accepted++;
    });
    fc.assert(property, { numRuns, seed: 1 });

    expect(accepted).toBeGreaterThan(0.35 * numRuns);
    expect(accepted).toBeLessThan(0.85 * numRuns);
  });

  test('reads mutated lines as an independent reader does', () => {
    const property = fc.property(mutated(lineOf(dataset)), (bytes) => {
      expectSameReading(bytes);
    });
    fc.assert(property, { numRuns, seed: 2 });
  });
});
