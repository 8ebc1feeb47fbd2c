/** 10 to the power of each scale that the source has, and those between. */
const powers = [1, 10, 100, 1_000, 10_000, 100_000, 1_000_000];

/** The decimal text of a whole number of the smallest units: 1250 of scale 2 is `12.50`. */
export function formatAmount(units: number, scale: number): string {
  const power = powers[scale] as number;
  const size = Math.abs(units);
  const fraction = String(size % power).padStart(scale, '0');
  return `${units < 0 ? '-' : ''}${Math.floor(size / power)}.${fraction}`;
}

const cents = Array.from({ length: 100 }, (_, number) => String(number).padStart(2, '0'));

/** {@link formatAmount} of scale 2, which every line has seven of. */
export function formatCents(units: number): string {
  if (units === 0) return '0.00';
  if (units < 0) return `-${formatCents(-units)}`;
  return `${Math.floor(units / 100)}.${cents[units % 100]}`;
}

/** A share of a whole amount, rounded down: units × numerator / 10^scale. */
export function multiply(units: number, numerator: number, scale: number): number {
  return Math.floor((units * numerator) / (powers[scale] as number));
}
