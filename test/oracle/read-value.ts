import { isRealDate, toDate, toDayNumber } from './calendar.ts';
import type { Column } from './columns.ts';
import type { Value } from './compare-values.ts';
import { parseDecimal } from './decimal.ts';
import type { Token } from './tokenize-json.ts';

/** Why a value of a column is refused. */
export type ValueFault =
  | 'required'
  | 'not_a_whole_number'
  | 'not_an_amount'
  | 'not_a_time'
  | 'not_a_text'
  | 'lone_surrogate'
  | 'nul_character';

export type ValueReading = { readonly value: Value } | { readonly fault: ValueFault };

const INT64_MIN = -(2n ** 63n);
const INT64_MAX = 2n ** 63n - 1n;

/** Reads a member's value as its column wants it; a missing member is NULL. */
export function readValue(column: Column, token: Token | undefined): ValueReading {
  const reading = token === undefined || token.kind === 'null' ? { value: null } : readKind(column, token);
  return column.required && 'value' in reading && reading.value === null ? { fault: 'required' } : reading;
}

function readKind(column: Column, token: Token): ValueReading {
  // Whatever the column, a text of spaces says nothing.
  if (token.kind === 'text' && /^ *$/.test(token.text)) return { value: null };
  switch (column.kind) {
    case 'whole':
      return readWholeNumber(token);
    case 'instant':
      return readInstant(token);
    case 'text':
      return readText(token);
    default:
      return readAmount(token, Number(column.kind.slice('amount'.length)));
  }
}

function readWholeNumber(token: Token): ValueReading {
  // int64 has 19 digits.
  const value = isWritten(token) ? parseDecimal(token.text, 0, 19) : undefined;
  return value === undefined || value < INT64_MIN || value > INT64_MAX
    ? { fault: 'not_a_whole_number' }
    : { value };
}

function readAmount(token: Token, scale: number): ValueReading {
  const value = isWritten(token) ? parseDecimal(token.text, scale) : undefined;
  return value === undefined ? { fault: 'not_an_amount' } : { value };
}

function isWritten(token: Token): boolean {
  return token.kind === 'number' || token.kind === 'text';
}

const TIME =
  /^([0-9]{4}-[0-9]{2}-[0-9]{2})[T ]([01][0-9]|2[0-3]):([0-5][0-9]):([0-5][0-9])(?:\.([0-9]{1,3})([0-9]*))?(?:Z|([+-])([01][0-9]|2[0-3])(?::?([0-5][0-9]))?)?$/;
const MINUTES_OF_DAY = 24 * 60;

function readInstant(token: Token): ValueReading {
  const parts = token.kind === 'text' ? TIME.exec(token.text) : null;
  if (parts === null) return { fault: 'not_a_time' };
  const [, date = '', hour, minute, second = '', thousandths = '', finer = '', sign, ahead, aheadToo] = parts;
  if (!isRealDate(date) || /[1-9]/.test(finer)) return { fault: 'not_a_time' };
  const offset = (Number(ahead ?? 0) * 60 + Number(aheadToo ?? 0)) * (sign === '-' ? -1 : 1);
  const minutes = toDayNumber(date) * MINUTES_OF_DAY + Number(hour) * 60 + Number(minute) - offset;
  const day = Math.floor(minutes / MINUTES_OF_DAY);
  const ofDay = minutes - day * MINUTES_OF_DAY;
  if (day < toDayNumber('0001-01-01') || day > toDayNumber('9999-12-31')) return { fault: 'not_a_time' };
  const time = `${toDate(day)} ${twoDigits(Math.floor(ofDay / 60))}:${twoDigits(ofDay % 60)}:${second}`;
  return { value: share(/[1-9]/.test(thousandths) ? `${time}.${thousandths.padEnd(3, '0')}` : time) };
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0');
}

function readText(token: Token): ValueReading {
  if (token.kind !== 'text') return { fault: 'not_a_text' };
  // Under the u flag a pair is one character, so only a surrogate without its other half is found.
  if (/[\uD800-\uDFFF]/u.test(token.text)) return { fault: 'lone_surrogate' };
  if (token.text.includes('\u0000')) return { fault: 'nul_character' };
  return { value: share(token.text) };
}

const MAX_SHARED_TEXTS = 100_000;
const sharedTexts = new Map<string, string>();

/** The same text, held once for the many rows that have it; a piece cut from a line keeps the line alive. */
function share(text: string): string {
  const shared = sharedTexts.get(text);
  if (shared !== undefined) return shared;
  if (sharedTexts.size >= MAX_SHARED_TEXTS) sharedTexts.clear();
  sharedTexts.set(text, text);
  return text;
}
