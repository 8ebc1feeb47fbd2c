/** A number as text, read without loss: `units` × 10^-`places`. */
export interface Decimal {
  readonly units: bigint;
  readonly places: number;
}

/** Reads plain decimal text, such as `-12.50`; undefined where it is anything else, an exponent among it. */
export function readDecimal(text: string): Decimal | undefined {
  const parts = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text);
  if (!parts) return undefined;
  const [, sign = '', whole = '', fraction = ''] = parts;
  return { units: BigInt(`${sign}${whole}${fraction}`), places: fraction.length };
}

/** Below 0, 0 or above 0, as a sort wants it. */
export function compareDecimals(left: Decimal, right: Decimal): number {
  const [a, b] = alignDecimals(left, right);
  return a < b ? -1 : a > b ? 1 : 0;
}

/** `left / right`, rounded half away from zero to `places`; undefined where `right` is 0. */
export function divideDecimals(left: Decimal, right: Decimal, places: number): string | undefined {
  const [a, b] = alignDecimals(left, right);
  if (b === 0n) return undefined;
  return toText(roundedQuotient(a * 10n ** BigInt(places), b), places);
}

/** Rounds half away from zero. */
export function roundDecimal({ units, places }: Decimal, to: number): string {
  if (places <= to) return toText(units * 10n ** BigInt(to - places), to);
  return toText(roundedQuotient(units, 10n ** BigInt(places - to)), to);
}

function alignDecimals(left: Decimal, right: Decimal): [bigint, bigint] {
  const places = Math.max(left.places, right.places);
  return [
    left.units * 10n ** BigInt(places - left.places),
    right.units * 10n ** BigInt(places - right.places),
  ];
}

function roundedQuotient(a: bigint, b: bigint): bigint {
  const negative = a < 0n !== b < 0n;
  const [top, bottom] = [a < 0n ? -a : a, b < 0n ? -b : b];
  const rounded = (2n * top + bottom) / (2n * bottom);
  return negative ? -rounded : rounded;
}

function toText(units: bigint, places: number): string {
  const digits = String(units < 0n ? -units : units).padStart(places + 1, '0');
  const whole = digits.slice(0, digits.length - places);
  return `${units < 0n ? '-' : ''}${whole}${places > 0 ? `.${digits.slice(-places)}` : ''}`;
}
