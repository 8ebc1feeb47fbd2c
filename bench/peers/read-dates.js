import { createReadStream, readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';

/*
 * What the writers in JavaScript share: a program takes the file of bets, the folder to write to and the file
 * of columns, `[{name, kind, precision, scale}]`, and writes a Parquet file a date.
 */
export const [input, folder, columnsFile] = process.argv.slice(2);

export const landingKey = 'bets/bench.jsonl';

/** The columns of a bet, then the file and the line a row came from. */
export const columns = [
  ...JSON.parse(readFileSync(columnsFile, 'utf8')),
  { name: 'landing_key', kind: 'text' },
  { name: 'line_number', kind: 'whole' },
];

/** Yields each line as an object with `landing_key` and `line_number`, values as JSON has them. */
export async function* readBets() {
  let number = 0;
  const lines = createInterface({ input: createReadStream(input, { highWaterMark: 1024 ** 2 }) });
  for await (const line of lines) {
    const bet = JSON.parse(line);
    bet.landing_key = landingKey;
    bet.line_number = ++number;
    yield bet;
  }
}

/** Milliseconds since 1970-01-01 of `YYYY-MM-DD HH:MM:SS`. */
export function toMilliseconds(time) {
  return Date.parse(`${time.replace(' ', 'T')}Z`);
}

/** `"12.5"` with two decimal places as 1250, by its digits. */
export function toUnits(amount, scale) {
  const [whole, decimals = ''] = amount.split('.');
  return BigInt(whole + decimals.padEnd(scale, '0'));
}

/**
 * Reads all bets into arrays: by date, by column, null for NULL.
 *
 * @param convert gives what a column holds for a value that is not null
 */
export async function readColumnsByDate(convert) {
  const dates = new Map();
  for await (const bet of readBets()) {
    const date = bet.bet_dt.slice(0, 10);
    let arrays = dates.get(date);
    if (!arrays) {
      arrays = columns.map(() => []);
      dates.set(date, arrays);
    }
    for (let at = 0; at < columns.length; at++) {
      const column = columns[at];
      const value = bet[column.name] ?? null;
      arrays[at].push(value === null ? null : convert(column, value));
    }
  }
  return dates;
}
