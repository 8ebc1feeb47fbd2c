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
 * Decimal text as a count of 10^-scale, or undefined where it is not one that DECIMAL(18, scale) holds
 * as written: no sign but minus, no leading zero, no exponent, no more decimals than the scale.
 */
export function parseDecimal(text: string, scale: number): bigint | undefined {
  const parts = /^(-?)(0|[1-9][0-9]*)(?:\.([0-9]+))?$/.exec(text);
  if (parts === null) return undefined;
  const [, sign = '', whole = '', decimals = ''] = parts;
  if (whole.length > 18 - scale || decimals.length > scale) return undefined;
  // One zero for all: most amounts are, and the memory is felt.
  if (/^[0.]*$/.test(whole + decimals)) return 0n;
  const units = BigInt(whole + decimals.padEnd(scale, '0'));
  return sign === '-' ? -units : units;
}
