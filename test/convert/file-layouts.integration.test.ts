import fc from 'fast-check';
import { expect, test } from 'vitest';
import { datasets } from '../../glue/datasets/index.ts';
import type { Dataset } from '../../glue/schema.ts';
import { openEngine } from '../../lambdas/core/engine.ts';
import { makeFolder } from '../client/local/temp-lake.ts';
import { makeSampleObjects } from '../exactness/sample-objects.ts';
import { convertBytes } from './convert-bytes.ts';
import { expectSameReading } from './expect-same-reading.ts';
import { lineOf, mutated } from './read/generated-lines.ts';

/*
 * Files in every layout that records are written in, right and spoiled, held to the independent reader: the same
 * refusal of the whole, or the same rows and refused lines.
 */

const layouts: readonly ((texts: readonly string[]) => string | Buffer)[] = [
  (texts) => `[${texts.join(',')}]`,
  (texts) => `\ufeff [\r\n${texts.join(',\n  ')}\n]\n`,
  (texts) => `[\n${texts.map(indent).join(',\r\n')}\n]`,
  (texts) => texts.join('\n'),
  (texts) => `\ufeff${texts.join('\r\n')}\n`,
  (texts) => texts.join(''),
  (texts) => texts.join(' '),
  (texts) => texts.join(',\n'),
  (texts) => texts.map(indent).join('\n'),
  (texts) => texts.map(indent).join(''),
  (texts) => texts.map((text, at) => `${text}${['\n', '', ',\n', ' '][at % 4]}`).join(''),
  (texts) => texts.map((text) => text.replaceAll(/[{}]/g, '')).join('\n'),
  (texts) => `x\n${texts.join('\n')}`,
  (texts) => `[1, 2]\n${texts.join('\n')}`,
  (texts) => `[${texts.join(',')}]\n${texts.join('\n')}`,
  (texts) => Buffer.from(texts.join('\n'), 'utf16le'),
];

function indent(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text.replaceAll(/, /g, ',\n');
  }
}

const blocks = fc.constantFrom(0, 0x0a, 0x0d, 0x20, 0x22, 0x2c, 0x5b, 0x5c, 0x5d, 0x7b, 0x7d, 0xff);

function fileOf(
  real: readonly string[],
  odd: fc.Arbitrary<string>,
  other: readonly string[],
): fc.Arbitrary<Buffer> {
  const text = fc.oneof(
    { weight: 12, arbitrary: fc.constantFrom(...real) },
    { weight: 2, arbitrary: odd },
    { weight: 1, arbitrary: fc.constantFrom(...other) },
  );
  const spoiled = fc.array(fc.tuple(fc.nat(), blocks), { maxLength: 2 });
  const cut = fc.option(fc.nat(), { freq: 5 });
  return fc
    .tuple(fc.array(text, { minLength: 1, maxLength: 12 }), fc.constantFrom(...layouts), spoiled, cut)
    .map(([texts, write, changes, end]) => {
      const whole = Buffer.from(write(texts));
      for (const [at, byte] of changes) whole[at % whole.length] = byte;
      const bytes = end === null ? whole : whole.subarray(0, end % (whole.length + 1));
      return Object.assign(bytes, { [fc.toStringMethod]: () => JSON.stringify(bytes.toString('latin1')) });
    });
}

async function listLines(): Promise<Map<string, string[]>> {
  const objects = await makeSampleObjects({
    ...{ bets: 60, players: 20, games: 20, days: 2, start: '2021-10-04', seed: 4, badRatio: 0.1 },
  });
  const lines = new Map<string, string[]>();
  for (const { key, bytes } of objects) {
    const [name = ''] = key.split('/');
    lines.set(name, [...(lines.get(name) ?? []), ...bytes.toString().split('\n').filter(Boolean)]);
  }
  return lines;
}

test.each(Object.values(datasets))(
  'a file of $name in any layout, right or spoiled, is what an independent reader makes of it',
  async (dataset: Dataset) => {
    const folder = await makeFolder();
    const directories = { tempDirectory: folder, allowedDirectories: [folder] };
    const engine = await openEngine({ threads: 1, memoryLimitMib: 128, ...directories });
    const all = await listLines();
    const others = [...all].flatMap(([name, lines]) => (name === dataset.name ? [] : lines));
    const odd = fc.oneof(
      lineOf(dataset),
      mutated(lineOf(dataset)).map((bytes) => bytes.toString('latin1')),
    );
    const refusals = new Map<string, number>();
    try {
      await fc.assert(
        fc.asyncProperty(
          fileOf(all.get(dataset.name) ?? [], odd, others),
          fc.constantFrom(1, 7, 65_536),
          async (bytes, chunkBytes) => {
            const conversion = await convertBytes({ dataset, bytes, engine, folder, chunkBytes });
            expectSameReading(dataset, bytes, conversion);
            const outcome = conversion.refusal ?? (conversion.accepted > 0 ? 'read' : 'none accepted');
            refusals.set(outcome, (refusals.get(outcome) ?? 0) + 1);
          },
        ),
        { numRuns: 250 },
      );
    } finally {
      engine.close();
    }
    for (const outcome of ['read', 'broken_array', 'glued_objects', 'objects_over_lines', 'utf_16'])
      expect([outcome, refusals.get(outcome) ?? 0]).toEqual([
        outcome,
        expect.toSatisfy((count) => Number(count) > 0),
      ]);
  },
);
