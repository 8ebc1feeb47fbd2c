/* What a line's values are put into: the slots of `schema.ts`. */

export function setNull(slot: usize): void {
  store<u32>(slot, 1, 16);
}

export function setInteger(slot: usize, value: i64): void {
  store<i64>(slot, value);
  store<u32>(slot, 0, 16);
}

/** The text's bytes must stay as they are until the row is added. */
export function setText(slot: usize, from: usize, length: u32): void {
  store<u32>(slot, u32(from), 8);
  store<u32>(slot, length, 12);
  store<u32>(slot, 0, 16);
}

export function isNull(slot: usize): bool {
  return load<u32>(slot, 16) !== 0;
}

/** The number in a slot that is not NULL. */
export function integerOf(slot: usize): i64 {
  return load<i64>(slot);
}
