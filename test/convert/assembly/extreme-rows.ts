import fc from 'fast-check';
import type { Column, Dataset } from '../../../glue/schema.ts';
import type { Row, Value } from './write-rows.ts';

/** 0001-01-01 and 9999-12-31 23:59:59.999 in milliseconds. */
const firstInstant = -62_135_596_800_000n;
const lastInstant = 253_402_300_799_999n;
const leastWhole = -(2n ** 63n);
const greatestWhole = 2n ** 63n - 1n;

function toRange({ type }: Column): [least: bigint, greatest: bigint] {
  if (type.kind === 'instant') return [firstInstant, lastInstant];
  if (type.kind !== 'decimal') return [leastWhole, greatestWhole];
  const greatest = 10n ** BigInt(type.precision) - 1n;
  return [-greatest, greatest];
}

/** Texts of every kind that encoders err on. */
const anyText = fc.oneof(
  fc.constantFrom('', 'a', '\ufeff', '\ufeffa', 'é', '😀', '\u0001', '"\\', '\u007f', 'a\u0000', '\uffff'),
  fc.string({ unit: 'grapheme', maxLength: 40 }),
  fc.integer({ min: 0, max: 400 }).map((length) => 'x'.repeat(length)),
  fc.nat({ max: 40_000 }).map((length) => 'é'.repeat(length % 20 === 0 ? length : length % 300)),
);

function anyInteger(column: Column): fc.Arbitrary<bigint> {
  const [min, max] = toRange(column);
  const near = (center: bigint) =>
    fc.bigInt({ min: -3n, max: 3n }).map((offset) => {
      const value = center + offset;
      return value < min ? min : value > max ? max : value;
    });
  return fc.oneof(
    near(min),
    near(0n),
    near(max),
    fc.bigInt({ min, max }),
    fc.bigInt({ min: -200n, max: 200n }),
  );
}

/** How the values of a column follow each other: what encodings depend on. */
const shapes = [
  'any',
  'constant',
  'runs',
  'alternating',
  'rising',
  'few',
  'all NULL',
  'mostly NULL',
  'rarely NULL',
] as const;

function anyColumn(column: Column, count: number): fc.Arbitrary<Value[]> {
  const value: fc.Arbitrary<bigint | string> = column.type.kind === 'text' ? anyText : anyInteger(column);
  const some = fc.array(value, { minLength: 1, maxLength: 12 });
  const seeds = fc.nat({ max: 2 ** 31 - 1 });
  return fc
    .tuple(fc.constantFrom(...shapes), some, seeds, anyInteger(column))
    .map(([shape, values, seed, first]) => {
      let state = seed;
      const take = () => {
        state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
        return state >>> 8;
      };
      const valueAt = (index: number): Value => values[index % values.length] as Value;
      let current = 0;
      let rest = 0;
      const rising = (index: number): Value => {
        if (column.type.kind === 'text') return `${valueAt(0)}${index}`.slice(0, 1000);
        const [, max] = toRange(column);
        const next = first + BigInt(index) * BigInt(1 + (take() % 3));
        return next > max ? max : next;
      };
      return Array.from({ length: count }, (_, index): Value => {
        switch (shape) {
          case 'any':
            return rising(take() % 5000);
          case 'constant':
            return valueAt(0);
          case 'alternating':
            return valueAt(index);
          case 'rising':
            return rising(index);
          case 'few':
            return valueAt(take());
          case 'all NULL':
            return null;
          case 'mostly NULL':
            return take() % 50 === 0 ? valueAt(take()) : null;
          case 'rarely NULL':
            return take() % 50 === 0 ? null : valueAt(take());
          default: {
            if (rest === 0) {
              rest = 1 + (take() % 70);
              current = take();
            }
            rest--;
            return valueAt(current);
          }
        }
      });
    });
}

/** The numbers of rows around which encodings change: eights of packing, blocks of 64 and 128, the first sample. */
const counts = fc.oneof(
  fc.constantFrom(1, 7, 8, 9, 31, 32, 33, 63, 64, 65, 100, 101, 127, 128, 129, 257, 2047, 2048, 2049),
  fc.integer({ min: 1, max: 400 }),
);

/** Rows of a data set on one to three dates, each column of a shape of its own. */
export function anyRows(dataset: Dataset, dates: readonly number[]): fc.Arbitrary<Row[]> {
  return counts.chain((count) =>
    fc
      .tuple(
        fc.array(fc.constantFrom(...dates), { minLength: 1, maxLength: 3 }),
        ...dataset.columns.map((column) => anyColumn(column, count)),
      )
      .map(([chosen, ...columns]) =>
        Array.from(
          { length: count },
          (_, index): Row => ({
            date: chosen[index % chosen.length] as number,
            lineNumber: BigInt(index + 1),
            values: (columns as Value[][]).map((values) => values[index] as Value),
          }),
        ),
      ),
  );
}
