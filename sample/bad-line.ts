import type { DatasetName, SourceColumn } from '../glue/dataset.ts';
import { bets } from '../glue/datasets/bets.ts';
import { games } from '../glue/datasets/games.ts';
import { players } from '../glue/datasets/players.ts';
import { valueFaults } from './bad-value.ts';
import { replaceValue, toFields, toLine } from './line-fields.ts';
import { entry, type Random } from './random.ts';

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

const breakages: Readonly<Record<DatasetName, readonly Breakage[]>> = {
  bets: mingle(toBreakages(bets.columns), [...lineFaults, ...betFaults]),
  players: mingle(toBreakages(players.columns), lineFaults),
  games: mingle(toBreakages(games.columns), lineFaults),
};

/** The names of all ways in which a line of a data set can be made bad. */
export function listFaults(dataset: DatasetName): string[] {
  return breakages[dataset].map(({ name }) => name);
}

/**
 * Makes a good line bad, in the way whose turn it is.
 *
 * @param line as this folder makes it
 * @param turn which of the ways; from the number of them on, they come round again
 */
export function breakLine(dataset: DatasetName, line: string, turn: number, random: Random): string {
  return entry(breakages[dataset], turn).make(line, random);
}

/** The faults of values that a data set's columns can have. */
function toBreakages(columns: readonly SourceColumn[]): Breakage[] {
  return valueFaults.flatMap(({ name, fits, make }) => {
    const fitting = columns.filter(fits);
    if (fitting.length === 0) return [];
    const breakIn = (line: string, random: Random) => {
      const column = random.pick(fitting);
      const value = make(column, random);
      if (value !== undefined) return replaceValue(line, column.name, value);
      return toLine(toFields(line).filter(([field]) => field !== column.name));
    };
    return [{ name, make: breakIn }];
  });
}

function repeatOne(line: string, random: Random) {
  const fields = toFields(line);
  return [...fields, random.pick(fields)];
}

/** Two lists as one, by turns, so that a few bad lines already show both. */
function mingle<T>(first: readonly T[], second: readonly T[]): T[] {
  const mingled: T[] = [];
  for (let index = 0; index < Math.max(first.length, second.length); index++) {
    mingled.push(...first.slice(index, index + 1), ...second.slice(index, index + 1));
  }
  return mingled;
}
