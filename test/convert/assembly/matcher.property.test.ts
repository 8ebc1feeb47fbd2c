import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { datasets } from '../../../glue/datasets/index.ts';
import { toLineReader } from '../../../lambdas/convert/read/line-reader.ts';
import { toRuns } from '../../property-runs.ts';
import { lineOf, mutated } from '../read/generated-lines.ts';
import { dates, isReadable, toCanonical } from '../read/line-readings.ts';
import { regularLines } from '../read/regular-lines.ts';
import { coreBuilds } from './core-builds.ts';
import { MatchedLines } from './matched-lines.ts';

const numRuns = toRuns(2000);
const cases = coreBuilds.flatMap((build) =>
  Object.values(datasets).map((dataset) => ({ build, dataset, name: dataset.name })),
);

// The debug build checks every read of a line's bytes, and fails where one is out of bounds.
describe.each(cases)('the core takes lines of $name, in its $build build,', ({ build, dataset }) => {
  const read = toLineReader(dataset, dates);
  const line = Buffer.from(regularLines[dataset.name]);

  test('only where the strict reader accepts them with the same values, whatever their bytes are', () => {
    const lines = new MatchedLines(dataset, dates, build);
    const bytes = Buffer.from(line);
    let taken = 0;
    for (let at = 0; at < bytes.length; at++) {
      for (let byte = 0; byte < 0x100; byte++) {
        if (byte === 0x0a) continue;
        bytes[at] = byte;
        const matched = lines.match(bytes);
        if (!matched) continue;
        taken++;
        const reading = isReadable(bytes) ? read(bytes.toString('utf8')) : undefined;
        if (!reading?.ok) expect.unreachable(`refused: ${bytes}`);
        const [got, wanted] = [matched.values, reading.values].map((values) => toCanonical(dataset, values));
        if (String(got) !== String(wanted)) expect(got).toEqual(wanted);
      }
      bytes[at] = line[at] ?? 0;
    }
    expect(taken).toBeGreaterThan(line.length);
  });

  test('only where the strict reader accepts them with the same values, and most of those', () => {
    const lines = new MatchedLines(dataset, dates, build);
    let [taken, accepted] = [0, 0];
    const check = (bytes: Buffer) => {
      fc.pre(!bytes.includes(0x0a));
      const found = lines.match(bytes);
      const reading = isReadable(bytes) ? read(bytes.toString('utf8')) : undefined;
      if (reading?.ok) accepted++;
      if (!found) return;
      taken++;
      if (!reading?.ok) return expect.unreachable(`refused: ${bytes}`);
      expect(toCanonical(dataset, found.values)).toEqual(toCanonical(dataset, reading.values));
      expect(found.unknown.toSorted()).toEqual(reading.unknown.toSorted());
    };
    const anyLine = lineOf(dataset).map((text) => Buffer.from(text));
    fc.assert(fc.property(anyLine, check), { numRuns, seed: 3 });
    fc.assert(fc.property(mutated(lineOf(dataset)), check), { numRuns, seed: 4 });
    // The others have exponents, offsets from UTC or escapes in their keys.
    expect(taken).toBeGreaterThan(0.75 * accepted);
  });
});
