import { type LineField, replaceValue, toFields, toLine } from './line-file.ts';
import type { Random } from './random.ts';

/** Another way to write a line with the same values, which is accepted too. */
export interface Irregularity {
  readonly name: string;
  readonly write: (line: string, random: Random) => string;
}

const amount = /_amount$/;

/** Ways that fit a line of any data set. */
export const irregularities: readonly Irregularity[] = [
  { name: 'keys in another order', write: (line) => toLine(toFields(line).reverse()) },
  { name: 'compact', write: (line) => toLine(toFields(line), ':', ',') },
  { name: 'wide', write: (line) => `  ${toLine(toFields(line), ' :\t', ' ,  ')} ` },
  { name: 'CRLF', write: (line) => `${line}\r` },
  {
    name: 'unknown field',
    write: (line, random) => toLine([...toFields(line), ['export_batch', `"b-${random.below(100)}"`]]),
  },
  {
    name: 'field in another case',
    write: (line) => toLine([...toFields(line), ['Game_Id', '7']]),
  },
];

/** Ways that fit a line of bets alone. */
export const betIrregularities: readonly Irregularity[] = [
  {
    name: 'unquoted amounts',
    write: (line) =>
      toLine(
        toFields(line).map(([name, value]) => [name, amount.test(name) ? value.replaceAll('"', '') : value]),
      ),
  },
  {
    name: 'short amounts',
    write: (line) =>
      toLine(toFields(line).map(([name, value]) => [name, amount.test(name) ? shorten(value) : value])),
  },
  {
    name: 'optional fields missing',
    write: (line) =>
      toLine(
        toFields(line).filter(
          ([name]) => !['bet_action_id', 'game_odds', 'brand_id', 'fee_amount'].includes(name),
        ),
      ),
  },
  {
    name: 'optional fields null',
    write: (line) =>
      toLine(toFields(line).map(([name, value]): LineField => [name, nullable.has(name) ? 'null' : value])),
  },
  {
    name: 'empty codes',
    write: (line) => replaceValue(replaceValue(line, 'bet_channel_code', '""'), 'bet_status_code', '"  "'),
  },
  {
    name: 'escaped',
    write: (line) => line.replace(/"player_code": "(.)/, (_, first) => `"player_code": "${toEscape(first)}`),
  },
  { name: 'spaces for a code', write: (line) => replaceValue(line, 'bet_channel_code', '"  "') },
];

const nullable = new Set([
  'bet_channel_code',
  'bet_status_code',
  'player_jackpot_contribution_amount',
  'player_jackpot_win_amount',
  'bet_action_id',
  'last_event_dt',
  'game_odds',
  'fee_amount',
  'operating_company_id',
  'brand_id',
]);

function toEscape(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

/** `"5.00"` as `"5"`, `"0.20"` as `"0.2"`. */
function shorten(value: string): string {
  return value.replace(/0+"$/, '"').replace(/\."$/, '"');
}
