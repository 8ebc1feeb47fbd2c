import { isRealDate } from './calendar.ts';
import type { Column } from './columns.ts';
import type { Value } from './compare-values.ts';
import { parseDecimal } from './decimal.ts';
import type { Token } from './tokenize-json.ts';

/** Why a value of a column is refused. */
export type ValueFault =
  | 'required'
  | 'not_a_whole_number'
  | 'not_an_amount'
  | 'not_a_moment'
  | 'not_a_text'
  | 'lone_surrogate';

export type ValueReading = { readonly value: Value } | { readonly fault: ValueFault };

const SCALES = { amount2: 2, amount5: 5, amount6: 6 } as const;
const INT64_MIN = -(2n ** 63n);
const INT64_MAX = 2n ** 63n - 1n;

/** Reads a member's value as its column wants it; a missing member is NULL. */
export function readValue(column: Column, token: Token | undefined): ValueReading {
  const reading = token === undefined || token.kind === 'null' ? { value: null } : readKind(column, token);
  return column.required && 'value' in reading && reading.value === null ? { fault: 'required' } : reading;
}

function readKind(column: Column, token: Token): ValueReading {
  switch (column.kind) {
    case 'whole':
      return readWholeNumber(token);
    case 'instant':
      return readInstant(token);
    case 'text':
      return readText(token);
    default:
      return readAmount(token, SCALES[column.kind]);
  }
}

function readWholeNumber(token: Token): ValueReading {
  if (token.kind !== 'number' || !/^-?[0-9]+$/.test(token.text)) return { fault: 'not_a_whole_number' };
  // int64 has 19 digits; the length is looked at first so that a line of a million digits costs nothing.
  if (token.text.length > 20) return { fault: 'not_a_whole_number' };
  const value = BigInt(token.text);
  return value < INT64_MIN || value > INT64_MAX ? { fault: 'not_a_whole_number' } : { value };
}

function readAmount(token: Token, scale: number): ValueReading {
  const isWritten = token.kind === 'number' || token.kind === 'text';
  const value = isWritten ? parseDecimal(token.text, scale) : undefined;
  return value === undefined ? { fault: 'not_an_amount' } : { value };
}

function readInstant(token: Token): ValueReading {
  const isMoment =
    token.kind === 'text' &&
    /^[0-9]{4}-[0-9]{2}-[0-9]{2} (?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]$/.test(token.text) &&
    isRealDate(token.text.slice(0, 10));
  return isMoment ? { value: share(token.text) } : { fault: 'not_a_moment' };
}

function readText(token: Token): ValueReading {
  if (token.kind !== 'text') return { fault: 'not_a_text' };
  // Under the u flag a pair is one character, so only a surrogate without its other half is found.
  if (/[\uD800-\uDFFF]/u.test(token.text)) return { fault: 'lone_surrogate' };
  return { value: /^ *$/.test(token.text) ? null : share(token.text) };
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
