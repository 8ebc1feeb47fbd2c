import fc from 'fast-check';
import type { ColumnType, Dataset, SourceColumn } from '../../glue/schema.ts';
import { lineOf, mutated } from './read/generated-lines.ts';

/*
 * Files of lines from three sources: lines of the listed values (see generated-lines), lines whose every value is
 * made by a grammar near the one that its column takes, and lines like the platform's, all of them with bytes
 * changed, too.
 */

const digits = /^-?(0|[1-9][0-9]{0,17}|[0-9]{1,21})(\.[0-9]{0,7})?([eE][+-]?[0-9]{1,3})?$/;
const wholes = /^-?(0|[1-9][0-9]{0,17})$/;
const longWholes = /^-?[1-9][0-9]{18}$/;

/** A text as JSON, each character as it is or escaped. */
const jsonText = fc
  .array(
    fc.tuple(
      fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
      fc.constantFrom('plain', 'plain', 'u', 'U'),
    ),
    { maxLength: 8 },
  )
  .map((characters) => `"${characters.map(([character, how]) => writeCharacter(character, how)).join('')}"`);

function writeCharacter(character: string, how: string): string {
  if (how === 'plain') return JSON.stringify(character).slice(1, -1);
  const units = Array.from({ length: character.length }, (_, at) => character.charCodeAt(at));
  const hex = units.map((unit) => `\\u${unit.toString(16).padStart(4, '0')}`).join('');
  return how === 'u' ? hex : hex.toUpperCase().replaceAll('\\U', '\\u');
}

const jsonValue = fc.oneof(
  fc.json({ maxDepth: 3 }),
  fc.stringMatching(digits),
  fc.constantFrom(
    'NaN',
    'Infinity',
    '-Infinity',
    'nan',
    'True',
    'None',
    '1,',
    '[1,]',
    '{"a":1,}',
    "'a'",
    '"a',
    '\u00a01',
  ),
  jsonText,
);

function decimalOf(type: Extract<ColumnType, { kind: 'decimal' }>): fc.Arbitrary<string> {
  const most = '9'.repeat(type.precision - type.scale);
  const units = fc.bigInt({
    min: -(10n ** BigInt(type.precision)) + 1n,
    max: 10n ** BigInt(type.precision) - 1n,
  });
  const exact = units.map((value) => {
    const text = String(value < 0n ? -value : value).padStart(type.scale + 1, '0');
    return `${value < 0n ? '-' : ''}${text.slice(0, -type.scale)}.${text.slice(-type.scale)}`;
  });
  const text = fc.oneof(
    { weight: 30, arbitrary: exact },
    { weight: 2, arbitrary: fc.constantFrom(most, '-0', '0.5') },
    { weight: 1, arbitrary: fc.oneof(fc.constant(`${most}0`), fc.stringMatching(digits)) },
  );
  return fc.tuple(text, fc.boolean()).map(([value, quoted]) => (quoted ? `"${value}"` : value));
}

function instantOf({ name }: SourceColumn): fc.Arbitrary<string> {
  const within = { min: new Date('2015-01-01T00:00:00Z'), max: new Date('2022-02-01T23:59:59Z') };
  const any = { min: new Date('0001-01-01T00:00:00Z'), max: new Date('9999-12-31T23:59:59Z') };
  const real = fc
    .tuple(
      fc.date({ ...(name === 'bet_dt' ? within : any), noInvalidDate: true }),
      fc.constantFrom(' ', ' ', 'T'),
      fc.constantFrom(19, 19, 21, 22, 23),
      fc.constantFrom('', '', '', '000', 'Z', '000Z', '+00:00', '-0930', '+14', '5'),
    )
    .map(([date, between, length, end]) => {
      const [day = '', time = ''] = date.toISOString().split('T');
      const text = `${day}${between}${time.slice(0, length - 11)}`;
      // Digits behind whole seconds would be none of a fraction.
      return /^\d/.test(end) && length === 19 ? text : text + end;
    });
  const near = fc.stringMatching(/^[0-9]{4}-[01][0-9]-[0-3][0-9] [0-2][0-9]:[0-6][0-9]:[0-6][0-9]$/);
  return fc.oneof({ weight: 40, arbitrary: real }, { weight: 1, arbitrary: near }).map((text) => `"${text}"`);
}

function grammarOf(column: SourceColumn): fc.Arbitrary<string> {
  const { type } = column;
  if (type.kind === 'whole') {
    return fc.oneof(
      { weight: 30, arbitrary: fc.stringMatching(wholes) },
      { weight: 1, arbitrary: fc.stringMatching(longWholes) },
    );
  }
  if (type.kind === 'decimal') return decimalOf(type);
  if (type.kind === 'instant') return instantOf(column);
  return jsonText.filter((text) => !column.required || text.length > 2);
}

const space = fc.constantFrom('', '', '', ' ', '\t', '\r', '  ');

/** A line whose values come from grammars; now and then one of any JSON, or of none. */
function grammarLineOf({ columns }: Dataset): fc.Arbitrary<string> {
  const members = columns.map((column) => {
    const value = fc.oneof(
      { weight: 150, arbitrary: grammarOf(column) },
      { weight: 1, arbitrary: jsonValue },
    );
    return fc
      .tuple(value, space, space, fc.boolean())
      .map(([raw, before, after, shown]) =>
        shown || column.required ? [`"${column.name}"${before}:${after}${raw}${before}`] : [],
      );
  });
  const unknown = fc.option(fc.tuple(jsonText, jsonValue), { freq: 12 });
  return fc
    .tuple(fc.tuple(...members), unknown, space)
    .map(([known, more, around]) =>
      [...known.flat(), ...(more ? [`${more[0]}:${more[1]}`] : [])].join(`,${around}`),
    )
    .map((inside) => `{${inside}}`);
}

const ends = fc.constantFrom(...Array<string>(12).fill('\n'), '\r\n', '\n\n', '\n \t\r\n', '\r');
const blocks = fc.constantFrom(0, 0x0a, 0x0d, 0x22, 0x2c, 0x5c, 0x7b, 0x7d, 0xef, 0xff);

/**
 * Files of lines of a data set.
 *
 * @param real lines as the platform exports them, which are only ever given with bytes changed or as they are
 * @param maxLines of one file, which has at least half as many
 */
export function fileOf(dataset: Dataset, real: readonly string[], maxLines: number): fc.Arbitrary<Buffer> {
  const listed = lineOf(dataset);
  const grown = grammarLineOf(dataset);
  const seen = fc.constantFrom(...real);
  const whole = fc.oneof(listed, grown, seen).map((text) => Buffer.from(text, 'utf8'));
  const line = fc.oneof(
    { weight: 3, arbitrary: whole },
    { weight: 1, arbitrary: mutated(listed) },
    { weight: 1, arbitrary: mutated(grown) },
    { weight: 2, arbitrary: mutated(seen) },
  );
  const ended = fc.tuple(line, ends).map(([bytes, end]) => Buffer.concat([bytes, Buffer.from(end)]));
  const flips = fc.array(fc.tuple(fc.nat(), blocks), { maxLength: 3 });
  return fc
    .tuple(
      fc.boolean(),
      fc.array(ended, { minLength: Math.ceil(maxLines / 2), maxLength: maxLines, size: 'max' }),
      flips,
    )
    .map(([mark, lines, changes]) => {
      const bytes = Buffer.concat([Buffer.from(mark ? '\ufeff' : ''), ...lines]);
      for (const [at, byte] of changes) bytes[at % bytes.length] = byte;
      // What a failing run prints: a byte a character.
      return Object.assign(bytes, { [fc.toStringMethod]: () => JSON.stringify(bytes.toString('latin1')) });
    });
}
