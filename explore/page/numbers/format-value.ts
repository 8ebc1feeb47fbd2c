import type { ValueKind } from '../../contract.ts';
import { divideDecimals, readDecimal, roundDecimal } from './decimal.ts';

/** Shown where there is no value. */
const nothing = '–';

/**
 * A value as a person reads it. Counts and amounts keep every digit and get commas; ratios become percent and
 * means two decimal places, whose exact text a table gives as well.
 */
export function formatValue(value: string | null, kind: ValueKind): string {
  if (value === null) return nothing;
  switch (kind) {
    case 'count':
    case 'amount':
      return groupDigits(value);
    case 'number':
      return groupDigits(round(value, 2));
    case 'ratio':
      return toPercent(value);
    case 'date':
    case 'time':
    case 'text':
      return value;
  }
}

/** `-1234567.80` → `-1,234,567.80`; any other text is returned as it is. */
export function groupDigits(text: string): string {
  const parts = /^(-?)(\d+)(\.\d+)?$/.exec(text);
  if (!parts) return text;
  const [, sign = '', whole = '', fraction = ''] = parts;
  return `${sign}${whole.replace(/\B(?=(\d{3})+$)/g, ',')}${fraction}`;
}

/** Whether columns of this kind are aligned to the right and sort as numbers. */
export function isNumeric(kind: ValueKind): boolean {
  return kind === 'count' || kind === 'amount' || kind === 'ratio' || kind === 'number';
}

/**
 * The change of a number since the period before: `+12.3 %`; undefined where either is missing or there was
 * nothing before.
 */
export function formatChange(now: string | null, before: string | null): string | undefined {
  const [a, b] = [readDecimal(now ?? ''), readDecimal(before ?? '')];
  if (!a || !b) return undefined;
  const share = divideDecimals(a, b, 5);
  if (share === undefined) return undefined;
  const change = readDecimal(share);
  if (!change) return undefined;
  const percent = roundDecimal({ units: change.units - 100_000n, places: 3 }, 1);
  return `${percent.startsWith('-') ? '−' : '+'}${groupDigits(percent.replace('-', ''))} %`;
}

/** 0.1234 → `12.3 %`. */
function toPercent(ratio: string): string {
  const exact = readDecimal(ratio);
  if (!exact) return `${(Number(ratio) * 100).toFixed(1)} %`;
  return `${roundDecimal({ units: exact.units * 100n, places: exact.places }, 1)} %`;
}

function round(text: string, places: number): string {
  const exact = readDecimal(text);
  return exact ? roundDecimal(exact, places) : Number(text).toFixed(places);
}
