import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { datasets } from '../../../glue/datasets/index.ts';
import { LineMatcher, toDateText } from '../../../lambdas/convert/read/line-matcher.ts';
import { toLineReader } from '../../../lambdas/convert/read/line-reader.ts';
import { toRuns } from '../../property-runs.ts';
import { lineOf, mutated } from './generated-lines.ts';
import { dates, isReadable, toCanonical } from './line-readings.ts';
import { regularLines, valuesOf } from './regular-lines.ts';

const numRuns = toRuns(2000);

describe.each(Object.values(datasets))('the line matcher of $name', (dataset) => {
  const read = toLineReader(dataset, dates);
  const line = Buffer.from(regularLines[dataset.name]);

  test('accepts nothing that the strict reader refuses, whatever its bytes are', () => {
    const matcher = new LineMatcher(dataset, dates);
    const bytes = Buffer.from(line);
    let accepted = 0;
    for (let at = 0; at < bytes.length; at++) {
      for (let byte = 0; byte < 0x80; byte++) {
        if (byte === 0x0a) continue;
        bytes[at] = byte;
        if (!matcher.matches(bytes, 0, bytes.length)) continue;
        accepted++;
        if (!read(bytes.toString('utf8')).ok) expect.unreachable(`refused: ${bytes}`);
      }
      bytes[at] = line[at] ?? 0;
    }
    expect(accepted).toBeGreaterThan(line.length);
  });

  test('accepts a subset of what the strict reader accepts, with the same values', () => {
    const matcher = new LineMatcher(dataset, dates);
    const stale = Buffer.concat([Buffer.from('{"'), line, Buffer.from('}\n')]);
    let matched = 0;
    const check = (bytes: Buffer) => {
      fc.pre(isReadable(bytes));
      const reading = read(bytes.toString('utf8'));
      const held = Buffer.concat([stale, bytes, stale.subarray(bytes.length % stale.length)]);
      const found = matcher.matches(held, stale.length, stale.length + bytes.length);
      if (found) matched++;
      if (found) expect(reading.ok).toBe(true);
      if (!reading.ok || !found) return;
      expect(toCanonical(dataset, valuesOf(dataset, matcher, held))).toEqual(
        toCanonical(dataset, reading.values),
      );
      expect(matcher.unknown.toNames(held)).toEqual(reading.unknown);
      const at = dataset.columns.findIndex(({ name }) => name === 'bet_dt');
      if (at >= 0) expect(toDateText(matcher.date)).toBe(reading.values[at]?.slice(0, 10));
    };
    fc.assert(
      fc.property(
        lineOf(dataset).map((text) => Buffer.from(text)),
        check,
      ),
      { numRuns, seed: 3 },
    );
    fc.assert(fc.property(mutated(lineOf(dataset)), check), { numRuns, seed: 4 });
    expect(matched).toBeGreaterThan(0.25 * numRuns);
  });
});
