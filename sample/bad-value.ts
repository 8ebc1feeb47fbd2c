import type { SourceColumn } from '../glue/dataset.ts';
import type { Random } from './random.ts';

/** A value that a column does not take. */
export interface ValueFault {
  readonly name: string;
  readonly fits: (column: SourceColumn) => boolean;
  /** The value as it stands in the line; undefined leaves the field out. */
  readonly make: (column: SourceColumn, random: Random) => string | undefined;
}

const isDecimal = ({ type }: SourceColumn) => type.kind === 'decimal';
const isInstant = ({ type }: SourceColumn) => type.kind === 'instant';
const isWhole = ({ type }: SourceColumn) => type.kind === 'whole';
const isText = ({ type }: SourceColumn) => type.kind === 'text';
const isRequired = ({ required }: SourceColumn) => required === true;
const isDate = ({ name }: SourceColumn) => name === 'bet_dt';
const anyOf =
  (...values: string[]) =>
  (_: SourceColumn, random: Random) =>
    random.pick(values);

/** The faults that a value can have; which columns can have it, the declaration of the data set says. */
export const valueFaults: readonly ValueFault[] = [
  {
    name: 'too many decimals',
    fits: isDecimal,
    make: (column) => `"12.${'50505051'.slice(0, toScale(column) + 1)}"`,
  },
  { name: 'missing', fits: isRequired, make: () => undefined },
  {
    name: 'not a real moment',
    fits: isInstant,
    make: anyOf('"2023-02-30 10:00:00"', '"2023-10-04 25:00:00"'),
  },
  { name: 'null where required', fits: isRequired, make: () => 'null' },
  { name: 'not a whole number', fits: isWhole, make: anyOf('"1681a"', '"28 092"', '"-"') },
  {
    name: 'date out of range',
    fits: isDate,
    make: anyOf('"1999-12-31 23:59:59"', '"2999-01-01 00:00:00"', '"0001-01-01 00:00:00"'),
  },
  { name: 'exponent', fits: isDecimal, make: anyOf('1e-7', '"1e99"', '"2.5E-9"') },
  { name: 'wrong type', fits: isText, make: anyOf('7', 'true', '1.5') },
  { name: 'not a number', fits: isDecimal, make: anyOf('NaN', '"NaN"', 'Infinity', '"n/a"') },
  {
    name: 'blank where required',
    fits: (column) => isRequired(column) && isText(column),
    make: anyOf('""', '"  "'),
  },
  { name: 'nested', fits: () => true, make: anyOf('{"value": 1}', '[1]', '{}') },
  {
    name: 'time in another form',
    fits: isInstant,
    make: anyOf('"04.10.2023 12:02:26"', '"2023-10-04"', '"2023-10-04 12:02"'),
  },
  {
    name: 'decimal in another form',
    fits: isDecimal,
    make: anyOf('"1,50"', '"+1.00"', '"007.00"', '"1."', '".5"'),
  },
  { name: 'not whole', fits: isWhole, make: anyOf('1681.5', '1681e-1', '"1681,0"', '01681') },
  { name: 'beyond int64', fits: isWhole, make: anyOf('9223372036854775808', '-9223372036854775809') },
  { name: 'too many digits', fits: isDecimal, make: anyOf('"12345678901234567.25"', '99999999999999999999') },
  {
    name: 'a truth value',
    fits: (column) => isDecimal(column) || isInstant(column),
    make: anyOf('true', 'false'),
  },
  { name: 'a time as a number', fits: isInstant, make: anyOf('1633348946', '1633348946000') },
  { name: 'spaces around a value', fits: isDecimal, make: anyOf('" 1.00"', '"1.00 "') },
  { name: 'an empty amount', fits: isDecimal, make: anyOf('"n.a."', '"-"') },
];

function toScale({ type }: SourceColumn): number {
  return type.kind === 'decimal' ? type.scale : 0;
}
