import fc from 'fast-check';
import type { Dataset, SourceColumn } from '../../../glue/schema.ts';

/*
 * Lines of a data set in every spelling that the grammar knows, right and wrong: values, missing keys, orders,
 * white space, escapes, repeated and unknown keys.
 */

const wholes = [
  ...['0', '-0', '7', '-12', '999999999999999999', '9223372036854775807', '-9223372036854775808'],
  ...[
    '1.0',
    '-3.000',
    '1e3',
    '1E+1',
    '100e-1',
    '"7"',
    '"7.0"',
    '"-0"',
    '-0.0',
    '"1e2"',
    '0e999999999',
    '12.50e1',
  ],
  ...['9.223372036854775807e18', '"92233720368547758070E-1"', '1e00000000000000000000001'],
];
const notWholes = [
  ...['9223372036854775808', '-9223372036854775809', '100000000000000000000000', '1.5', '1e-1', '01', '-'],
  ...['+1', '0x1F', '1_000', '"7.5"', 'true', 'NaN', '-Infinity', '', '٣', '{}', '[7]', '1 2', '-01', '""'],
  ...[
    '" 7"',
    '"7 "',
    '"+7"',
    '"07"',
    '"1."',
    '1.',
    '1e999999999',
    '1e-999999999',
    '"1e"',
    '"x"',
    '1.0.0',
    '"1\\u0000"',
  ],
  ...['9.223372036854775808e18', '1e19', '1e18446744073709551616', '1.00000000000000000000001'],
];
const notDecimals = [
  ...[
    '1E400',
    'NaN',
    '"NaN"',
    'Infinity',
    '"-Infinity"',
    '" 1"',
    '"1 "',
    '"+1"',
    '+1',
    '01',
    '1e',
    '"1e+"',
    '"e1"',
  ],
  ...[
    '"01"',
    '".5"',
    '.5',
    '"1."',
    '1.',
    '"1,5"',
    '"-"',
    '"1_0"',
    '"0x1F"',
    '"１"',
    'true',
    '[]',
    '-',
    '"1e1.0"',
  ],
  ...['"--1"', '"1\\u0000"', '{"a": 1}', '"-.5"', '"1\\n"', '- 1', '1e999999999', '"1e-999999999"', '1e1e1'],
];
const instants = [
  ...['2021-10-04 12:02:26', '2020-02-29 23:59:59', '2015-01-01 00:00:00', '2022-02-01 00:00:00'],
  ...['2021-10-04T12:02:26', '2021-10-04 12:02:26Z', '2021-10-04T12:02:26.000Z', '2021-10-04T12:02:26.123Z'],
  ...[
    '2021-10-04 12:02:26.5',
    '2021-10-04T12:02:26.0500000',
    '2021-10-04T12:02:26+00:00',
    '2021-10-04 12:02:26.0',
  ],
  ...[
    '2021-10-04T00:30:00+02:00',
    '2021-10-04 23:30:00-0130',
    '2021-10-04T12:02:26.25+05',
    '2021-10-04 00:00:00-00:00',
  ],
  ...['2022-02-02T00:59:59.999+01:00', '2014-12-31 23:00:00-01', '2021-10-04T12:02:26.120-23:59'],
];
const notInstants = [
  ...[
    '2023-02-29 00:00:00',
    '2021-10-04 24:00:00',
    '2021-10-04 23:60:00',
    '2021-10-04 23:59:60',
    '2021-10-04',
  ],
  ...['2021-10-04t12:02:26', '2021-10-04 12:02:26z', '2021-1-04 12:02:26', '0000-01-01 00:00:00'],
  ...[
    '2021-10-04 12:02:26.1234',
    '2021-10-04T12:02:26.Z',
    '2021-10-04  12:02:26',
    '2021-10-04 12:02',
    '2021-10-04Z',
  ],
  ...[
    '2021-10-04 12:02:26+24:00',
    '2021-10-04 12:02:26+1',
    '2021-10-04 12:02:26+01:60',
    '2021-10-04 12:02:26 Z',
  ],
  ...['2021-10-04 12:02:26,5', '2021-10-04T12:02:26ZZ', '2021-10-04T12:02:26+00:00Z', '20211004T120226Z'],
  ...[
    '2022-02-01 23:59:59-00:01',
    '2015-01-01 00:00:00+00:01',
    '2021-10-04 12:02:26.0001',
    '2021-10-04 12:02:26+01:0',
  ],
  ...[
    '2021-13-01 00:00:00',
    '2021-00-10 00:00:00',
    '2021-10-00 00:00:00',
    '2021-04-31 00:00:00',
    '٢٠٢١-10-04',
  ],
  ...['12021-10-04 12:02:26', '2021-10-04 12:02:2:', '2021-10-04 1/:02:26', '1900-02-29 00:00:00'],
];
const texts = [
  ...['"A"', '"C3EC54F273CE90DF"', '" A "', '"\\u0041"', '"é😀"', '"\\ud83d\\ude00"', '"\u2028"'],
  ...[
    '"\\/\\"\\\\"',
    '"\u007f"',
    '"\u00a0"',
    '"\\t"',
    '"null"',
    '"2021-10-04"',
    '"\ufeff"',
    '"}"',
    '"\\u0020A"',
  ],
];
const blanks = ['""', '"  "', '"\\u0020"', 'null'];
const notTexts = [
  '"\\u0000"',
  '"A\\u0000B"',
  '7',
  'true',
  '{}',
  '["A"]',
  '"\\ud800"',
  '"\\udc00\\ud800"',
  '"\t"',
  '"\\x41"',
  "'A'",
  '"A',
  '"\\u12"',
];

function decimals(wholeDigits: number, scale: number): string[] {
  const nines = '9'.repeat(wholeDigits);
  const zeros = '0'.repeat(scale + 3);
  const texts = ['0', '-0', '0.0', '-0.5', '12', `12.${'34567890'.slice(0, scale)}`, nines, `-${nines}.9`];
  const further = [
    `12.5${zeros}`,
    `-0.${zeros}`,
    '1e2',
    '25E-1',
    `1e-${scale}`,
    '0e999999999',
    '-0.00',
    `0.00${zeros}1e3`,
  ];
  return [...texts, `${nines}.${'9'.repeat(scale)}`, '900719925474.93', ...further, `${nines}.${zeros}`];
}

interface ValuesOfKind {
  readonly good: readonly string[];
  readonly bad: readonly string[];
}

function valuesOf({ type }: SourceColumn): ValuesOfKind {
  switch (type.kind) {
    case 'whole':
      return { good: wholes, bad: notWholes };
    case 'decimal': {
      const good = decimals(type.precision - type.scale, type.scale);
      const tooMuch = [`1${'0'.repeat(type.precision - type.scale)}`, `0.${'0'.repeat(type.scale)}1`];
      const bad = [...tooMuch, ...tooMuch.map((text) => `"${text}"`), ...notDecimals];
      return {
        good: [...good, ...good, ...good].map((text, at) => (at % 4 === 0 ? text : `"${text}"`)),
        bad,
      };
    }
    case 'instant': {
      const out = [
        '0001-01-01 00:00:00+00:01',
        '9999-12-31T23:59:59.999-01:00',
        '0001-01-01 00:00:00',
        '9999-12-31 23:59:59',
        '2014-12-31 23:59:59',
        '2022-02-02 00:00:00',
      ];
      const bad = [...out, ...notInstants].map((text) => `"${text}"`);
      return { good: instants.map((text) => `"${text}"`), bad: [...bad, '0', 'true', '{}'] };
    }
    default:
      return { good: texts, bad: notTexts };
  }
}

/** Whether a value is one that the matcher knows, too. */
function isRegular(raw: string, { type }: SourceColumn): boolean {
  if (type.kind === 'instant') return /^"[^ T]+[ T][^.+-]+(\.(0+|\d{3}0*))?(Z|\+00:00)?"$/.test(raw);
  if (type.kind === 'whole') return /^-?\d{1,18}(\.0+)?$/.test(raw.replaceAll('"', '')) && !/^"?-0/.test(raw);
  return type.kind === 'decimal' ? !/e/i.test(raw) : !raw.includes('\\');
}

/** A member as exports write it: nothing irregular. */
function regularMember(column: SourceColumn): fc.Arbitrary<readonly string[]> {
  const { good } = valuesOf(column);
  const plain = good.filter((raw) => isRegular(raw, column));
  const values = column.type.kind === 'decimal' ? plain.filter((raw) => raw.startsWith('"')) : plain;
  const optional = column.required ? [] : ['null', column.type.kind === 'text' ? '"  "' : '""'];
  return fc.constantFrom(...values, ...optional).map((raw) => [`"${column.name}":${raw}`]);
}

/** A member in any spelling, right or wrong; or none, or two. */
function anyMember(column: SourceColumn): fc.Arbitrary<readonly string[]> {
  const { good, bad } = valuesOf(column);
  const name = JSON.stringify(column.name);
  const value = fc.oneof(
    { weight: 4, arbitrary: fc.constantFrom(...good) },
    { weight: 1, arbitrary: fc.constantFrom(...blanks) },
    { weight: 2, arbitrary: fc.constantFrom(...bad) },
  );
  const names = [name.replace('_', '\\u005f'), name.toUpperCase(), 'x', ' ', `${name} `];
  const written = fc.constantFrom(...names, ...Array.from({ length: 24 }, () => name));
  const one = fc.tuple(written, value).map(([key, raw]) => [`${key}:${raw}`]);
  const twice = fc.tuple(one, one).map((pair) => pair.flat());
  return fc.oneof(
    { weight: 20, arbitrary: one },
    { weight: 2, arbitrary: fc.constant([]) },
    { weight: 1, arbitrary: twice },
  );
}

const further = fc.constantFrom<readonly string[]>(
  ['"export": {"batch": [1e400, "\\ud800", {"bet_id": null}]}'],
  ['"__proto__": {"bet_id": 1}', '"constructor": 1'],
  ['"é": 1', '"\\u00e9": 1'],
  ['"": ""'],
);

/** The members of a line, most of them regular and up to three in any spelling. */
function membersOf({ columns }: Dataset): fc.Arbitrary<string[]> {
  const regular = fc.tuple(...columns.map(regularMember), fc.constant<readonly string[]>([]));
  const changes = columns.map((column, at) => anyMember(column).map((members) => ({ at, members })));
  const unknown = further.map((members) => ({ at: columns.length, members }));
  const some = fc.array(fc.oneof(...changes, unknown), { maxLength: 3 });
  return fc.tuple(regular, some).map(([lists, changed]) => {
    const by = new Map(changed.map(({ at, members }) => [at, members]));
    return lists.flatMap((members, at) => by.get(at) ?? members);
  });
}

/** How members are put together: mostly as exports are, at times with any white space that JSON allows. */
const spacing = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom([': ', ', '], [':', ','], [': ', ','], [':', ', ']) },
  { weight: 1, arbitrary: fc.constantFrom([' :\t', ' ,  '], [':\r', ',\r'], [':  ', ','], [':', ' , ']) },
);

const around = fc.oneof(
  { weight: 12, arbitrary: fc.constantFrom(['{', '}'], ['{', '}\r']) },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      ...[
        ['\t{ ', ' } '],
        ['{', '}\r\r'],
        ['\ufeff{', '}'],
        ['[{', '}]'],
        ['{', ', }'],
        ['{', '}}'],
        ['{,', '}'],
      ],
      ...[
        ['{"a":{', '}}'],
        ['', ''],
        ['{', '} {}'],
        ['{', '}\u00a0'],
        ['{', '}\f'],
        ['{', '}\0'],
        ['/**/{', '}'],
      ],
    ),
  },
);

/** The text of a line, its LF left out; about half of them are good. */
export function lineOf(dataset: Dataset): fc.Arbitrary<string> {
  const members = membersOf(dataset);
  const ordered = fc.oneof(
    { weight: 3, arbitrary: members },
    { weight: 1, arbitrary: members.chain((list) => fc.shuffledSubarray(list, { minLength: list.length })) },
  );
  return fc
    .tuple(ordered, spacing, around)
    .map(([list, [colon = '', comma = ''], [open = '', close = '']]) => {
      const spaced = list.map((one) => one.replace(/^("(?:[^"\\]|\\.)*"):/, `$1${colon}`));
      return `${open}${spaced.join(comma)}${close}`;
    });
}

const bytes = fc.constantFrom(...Buffer.from('"\\{}[]:, -.019eE+nN\t\r\0\x1f\x7f'), 0x80, 0xc3, 0xff);

/** A line's bytes with a few of them changed, left out or put in; never an LF. */
export function mutated(line: fc.Arbitrary<string>): fc.Arbitrary<Buffer> {
  const change = fc.record({
    at: fc.nat(),
    byte: bytes,
    kind: fc.constantFrom('flip', 'cut', 'insert', 'end'),
  });
  return fc.tuple(line, fc.array(change, { minLength: 1, maxLength: 3 })).map(([text, changes]) => {
    let mutant = Buffer.from(text);
    for (const { at, byte, kind } of changes) {
      const place = at % (mutant.length + 1);
      const rest = mutant.subarray(kind === 'insert' ? place : place + 1);
      const put = kind === 'cut' ? [] : [byte];
      mutant =
        kind === 'end'
          ? mutant.subarray(0, place)
          : Buffer.concat([mutant.subarray(0, place), Buffer.from(put), rest]);
    }
    return mutant;
  });
}
