import fc from 'fast-check';
import type { Dataset, SourceColumn } from '../../../glue/schema.ts';
import { blanks, isRegular, valuesOf } from './generated-values.ts';

/*
 * Lines of a data set in every spelling that the grammar knows, right and wrong: values (generated-values.ts), missing keys, orders,
 * white space, escapes, repeated and unknown keys.
 */

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
