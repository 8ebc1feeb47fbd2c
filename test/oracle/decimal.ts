const ZEROS: readonly string[] = ['0', '0.0', '0.00', '0.000', '0.0000', '0.00000', '0.000000'];

/** A count of 10^-scale as decimal text with its full scale. */
export function formatDecimal(units: bigint, scale: number): string {
  // Most amounts are zero; they share one text.
  if (units === 0n) return ZEROS[scale] ?? '0';
  const digits = (units < 0n ? -units : units).toString().padStart(scale + 1, '0');
  const at = digits.length - scale;
  return `${units < 0n ? '-' : ''}${digits.slice(0, at)}.${digits.slice(at)}`;
}

/**
 * A number as JSON writes it as a count of 10^-scale, or undefined where the text is no such number, a digit would be
 * lost, or the count has more than `mostDigits` digits.
 */
export function parseDecimal(text: string, scale: number, mostDigits = 18): bigint | undefined {
  const parts = /^(-?)(0|[1-9][0-9]*)(?:\.([0-9]+))?(?:[eE]([+-]?)0*([0-9]*))?$/.exec(text);
  if (parts === null || /[eE][+-]?$/.test(text)) return undefined;
  const [, sign = '', whole = '', decimals = '', direction = '', exponent = ''] = parts;
  const digits = whole + decimals;
  // One zero for all: most amounts are, and the memory is felt.
  if (/^0*$/.test(digits)) return 0n;
  // No line has a thousand million digits, so any longer exponent moves the point out of them all.
  const moved = exponent.length > 9 ? 1e9 : Number(exponent);
  // How many of the digits, zeros put behind them where there are too few, make the count.
  const kept = whole.length + (direction === '-' ? -moved : moved) + scale;
  if (/[^0]/.test(digits.slice(Math.max(0, kept)))) return undefined;
  const zerosInFront = digits.search(/[^0]/);
  if (kept - zerosInFront > mostDigits) return undefined;
  const units = BigInt(digits.slice(0, kept).padEnd(kept, '0'));
  return sign === '-' ? -units : units;
}
