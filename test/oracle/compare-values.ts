/** A value of a row: whole numbers and raw amounts, text, nothing. */
export type Value = bigint | string | null;

/** Orders texts as their UTF-8 bytes do, which is by code point; UTF-16 units differ above U+FFFF. */
export function compareUtf8(left: string, right: string): number {
  if (left === right) return 0;
  const length = Math.min(left.length, right.length);
  for (let at = 0; at < length; at += 1) {
    const a = left.charCodeAt(at);
    const b = right.charCodeAt(at);
    if (a !== b) return isSurrogate(a) === isSurrogate(b) ? a - b : isSurrogate(a) ? 1 : -1;
  }
  return left.length - right.length;
}

function isSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdfff;
}

/** Ascending; NULL equals NULL and sorts last. */
export function compareValues(left: Value, right: Value): number {
  if (left === right) return 0;
  if (left === null) return 1;
  if (right === null) return -1;
  if (typeof left === 'string' && typeof right === 'string') return compareUtf8(left, right);
  return left < right ? -1 : 1;
}

/** Ascending by the values side by side. */
export function compareLists(left: readonly Value[], right: readonly Value[]): number {
  for (let at = 0; at < left.length; at += 1) {
    const order = compareValues(left[at] ?? null, right[at] ?? null);
    if (order !== 0) return order;
  }
  return 0;
}
