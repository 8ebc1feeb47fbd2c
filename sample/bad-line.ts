import { bets } from '../glue/datasets/bets.ts';
import { games } from '../glue/datasets/games.ts';
import { players } from '../glue/datasets/players.ts';
import type { SourceColumn } from '../glue/schema.ts';
import { replaceValue, toFields, toLine } from './line-file.ts';
import { entry, type Random } from './random.ts';

/** A value that a column does not accept. */
interface ValueFault {
  readonly name: string;
  readonly fits: (column: SourceColumn) => boolean;
  /** The value as text of the line; undefined leaves the field out. */
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

/** The faults that a value can have; the declaration of the data set gives the columns that can have each. */
const valueFaults: readonly ValueFault[] = [
  {
    name: 'too many decimals',
    fits: isDecimal,
    make: (column) => `"12.${'50505051'.slice(0, toScale(column) + 1)}"`,
  },
  { name: 'missing', fits: isRequired, make: () => undefined },
  {
    name: 'not a real time',
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

/** One way in which a line is bad. */
interface Breakage {
  readonly name: string;
  readonly make: (line: string, random: Random) => string;
}

/** Faults of a line as a whole. */
const lineFaults: readonly Breakage[] = [
  { name: 'cut off', make: (line, random) => line.slice(0, 1 + random.below(line.length - 1)) },
  { name: 'duplicate key', make: (line, random) => toLine(repeatOne(line, random)) },
  {
    name: 'not JSON',
    make: (_, random) =>
      random.pick(['ERROR: export stopped', '-- 1 row(s) selected', '<row/>', 'bet_id;bet_dt;player_code']),
  },
  { name: 'trailing comma', make: (line) => line.replace(/\}$/, ', }') },
  { name: 'array', make: (line) => `[${line}]` },
  { name: 'not an object', make: (_, random) => random.pick(['null', '42', 'true', '"text"', '[]']) },
  { name: 'two rows on a line', make: (line) => `${line} ${line}` },
  { name: 'single quotes', make: (line) => line.replaceAll('"', "'") },
  { name: 'no braces', make: (line) => line.slice(1, -1) },
  { name: 'no colon', make: (line) => line.replace(': ', ' ') },
];

/** Faults inside a text, which only bets have: their lines are written a byte a character. */
const betFaults: readonly Breakage[] = [
  { name: 'a control character', make: (line) => line.replace('"player_code": "', '$&\t') },
  { name: 'not UTF-8', make: (line) => line.replace('"player_code": "', '$&\u00ff') },
];

/** The data sets that a sample has files of: those of the platform's export. */
export type SampledDataset = 'bets' | 'players' | 'games';

const breakages: Readonly<Record<SampledDataset, readonly Breakage[]>> = {
  bets: interleave(toBreakages(bets.columns), [...lineFaults, ...betFaults]),
  players: interleave(toBreakages(players.columns), lineFaults),
  games: interleave(toBreakages(games.columns), lineFaults),
};

/** The names of all ways in which a line of a data set can be made bad. */
export function listFaults(dataset: SampledDataset): string[] {
  return breakages[dataset].map(({ name }) => name);
}

/**
 * Makes a good line bad.
 *
 * @param line as this folder makes it
 * @param turn the index of the fault; beyond the last, the faults start again
 */
export function breakLine(dataset: SampledDataset, line: string, turn: number, random: Random): string {
  return entry(breakages[dataset], turn).make(line, random);
}

/**
 * Decides which of a known number of lines are bad: exactly as many as the ratio gives, anywhere among them.
 *
 * @see Knuth, The Art of Computer Programming, volume 2, 3.4.2, algorithm S
 */
export class BadShare {
  readonly #random: Random;
  #lines: number;
  #bad: number;

  constructor(random: Random, lines: number, badRatio: number) {
    this.#random = random;
    this.#lines = lines;
    this.#bad = Math.round(lines * badRatio);
  }

  /** Whether the next line is bad; call it once for each line. */
  next(): boolean {
    if (this.#bad === 0) return false;
    const isBad = this.#random.below(this.#lines) < this.#bad;
    this.#lines--;
    if (isBad) this.#bad--;
    return isBad;
  }
}

/** The faults of values that a data set's columns can have. */
function toBreakages(columns: readonly SourceColumn[]): Breakage[] {
  return valueFaults.flatMap(({ name, fits, make }) => {
    const fitting = columns.filter(fits);
    if (fitting.length === 0) return [];
    const breakIn = (line: string, random: Random) => {
      const fields = toFields(line);
      const written = new Set(fields.map(([field]) => field));
      // The declaration may have columns that a sample does not write.
      const column = random.pick(fitting.filter((each) => written.has(each.name)));
      const value = make(column, random);
      if (value !== undefined) return replaceValue(line, column.name, value);
      return toLine(fields.filter(([field]) => field !== column.name));
    };
    return [{ name, make: breakIn }];
  });
}

function toScale({ type }: SourceColumn): number {
  return type.kind === 'decimal' ? type.scale : 0;
}

function repeatOne(line: string, random: Random) {
  const fields = toFields(line);
  return [...fields, random.pick(fields)];
}

/** Two lists as one, by turns, so that a few bad lines already show both. */
function interleave<T>(first: readonly T[], second: readonly T[]): T[] {
  const merged: T[] = [];
  for (let index = 0; index < Math.max(first.length, second.length); index++) {
    merged.push(...first.slice(index, index + 1), ...second.slice(index, index + 1));
  }
  return merged;
}
