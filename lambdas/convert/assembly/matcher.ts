import { allocate } from './buffer';
import { DateMemory, readInstant } from './instants';
import { areSame, byteAt, longAt, skipSpace, vectorAt, wordAt } from './line-bytes';
import { readDecimal, readWhole } from './numbers';
import { columnAt, columnsCount, decimal, maxColumns, slotOf, text, whole } from './schema';
import { setNull } from './slots';
import { clearUnescaped, readText } from './texts';
import { clearUnknown, skipUnknown } from './unknown-members';

/*
 * Reads a regular line into the columns' slots. Regular is what is beyond doubt: each key once, in any order, values
 * as `numbers.ts`, `texts.ts` and `instants.ts` read them, any JSON under keys that no column has. The matcher
 * accepts a subset of what the strict reader in TypeScript accepts, with equal values; every other line is the strict
 * reader's.
 */

const quote: u32 = 0x22;
const lineFeed: u32 = 0x0a;

/** What the matcher keeps of a column. */
@unmanaged
class ExpectedColumn {
  /** The first eight bytes of its key with quotes, and which of their bits belong to the key. */
  keyHead: u64;
  keyMask: u64;
  name: usize;
  nameLength: u32;
  kind: i32;
  required: bool;
  dated: bool;
  /** The digits that a decimal may have before its point. */
  wholeDigits: u32;
  scale: u32;
  slot: usize;
  /** The number of the last line that had it. */
  seen: u64;
  /** Of an instant. */
  date: DateMemory;
}

/**
 * A learned literal: the bytes from one value's end to the next value, such as `, "bet_dt": `. They are checked once
 * and then compared sixteen at a time, by their position among the line's values. They hold nothing but white space,
 * a brace or comma, a key and a colon, so a line that has them at that position needs no other check of them.
 */
@unmanaged
class Literal {
  /** 0 where none was learned. */
  length: u32;
  /** A bit for each of the first sixteen bytes that belong to it. */
  mask: u32;
  /** 1 where it begins a line with a brace, 0 where it begins with a comma: it is the same nowhere else. */
  isStart: u32;
  /** The column of the value after it. */
  column: ExpectedColumn;
}

/** Bytes of a literal follow its fields; behind them is room to read the last of them as a vector. */
const longestLiteral: u32 = 96;
const literalSize: usize = offsetof<Literal>() + longestLiteral + 16;

const columns: usize = allocate(<usize>maxColumns * offsetof<ExpectedColumn>());
const dates: usize = allocate(<usize>maxColumns * offsetof<DateMemory>());
const literals: usize = allocate(<usize>maxColumns * literalSize);
let literalsEnd: usize = literals;

/** The number of lines that were begun. */
let line: u64 = 0;

const noColumn: ExpectedColumn = changetype<ExpectedColumn>(<usize>0);

/** Forgets what was learned of earlier lines and expects the declared columns. */
export function beginMatching(): void {
  memory.fill(columns, 0, <usize>maxColumns * offsetof<ExpectedColumn>());
  memory.fill(dates, 0, <usize>maxColumns * offsetof<DateMemory>());
  memory.fill(literals, 0, <usize>maxColumns * literalSize);
  literalsEnd = literals + <usize>columnsCount * literalSize;
  line = 0;
  for (let index = 0; index < columnsCount; index++) {
    const declared = columnAt(index);
    const column = expectedAt(index);
    column.name = declared.name;
    column.nameLength = declared.nameLength;
    column.kind = declared.kind;
    column.required = declared.required !== 0;
    column.dated = declared.dated !== 0;
    column.wholeDigits = declared.precision - declared.scale;
    column.scale = declared.scale;
    column.slot = slotOf(index);
    column.date = changetype<DateMemory>(dates + <usize>index * offsetof<DateMemory>());
    for (let i: u32 = 0; i < min<u32>(8, column.nameLength + 2); i++) {
      const isQuote = i === 0 || i > column.nameLength;
      const byte: u64 = isQuote ? quote : load<u8>(column.name + i - 1);
      column.keyHead |= byte << (8 * i);
      column.keyMask |= (<u64>0xff) << (8 * i);
    }
  }
}

function expectedAt(index: i32): ExpectedColumn {
  return changetype<ExpectedColumn>(columns + <usize>index * offsetof<ExpectedColumn>());
}

/**
 * Reads the line at an address into the columns' slots.
 *
 * @returns the address of its LF; 0 where it is not regular: the slots then hold nothing of use
 */
export function matchLine(start: usize): usize {
  let at = start;
  let next = literals;
  line++;
  clearUnknown();
  clearUnescaped();
  while (true) {
    // One member: what is before its value, then the value.
    const literal = changetype<Literal>(next);
    let column = noColumn;
    if (next < literalsEnd && hasLiteral(at, literal, u32(at === start))) {
      at += literal.length;
      column = literal.column;
    } else {
      let key = skipSpace(at);
      if (byteAt(key) !== (at === start ? 0x7b : 0x2c)) {
        if (at === start || byteAt(key) !== 0x7d) return 0;
        at = skipSpace(key + 1);
        if (byteAt(at) !== lineFeed) return 0;
        break;
      }
      key = skipSpace(key + 1);
      column = findColumn(key);
      if (column === noColumn) {
        at = skipUnknown(key);
        if (at === 0) return 0;
        continue;
      }
      const value = skipToValue(key, column);
      // With more values than columns, a key comes again.
      if (value === 0 || next === literalsEnd) return 0;
      learnLiteral(literal, at, u32(value - at), u32(at === start), column);
      at = value;
    }
    if (column.seen === line) return 0;
    column.seen = line;
    next += literalSize;
    at = readValue(at, column);
    if (at === 0) return 0;
  }
  return next === literalsEnd || fillMissing() ? at : 0;
}

/** Reads the value at an address; returns the address after it, or 0 where it is not regular. */
function readValue(at: usize, column: ExpectedColumn): usize {
  const slot = column.slot;
  const required = column.required;
  const kind = column.kind;
  if (byteAt(at) === 0x6e) {
    if (required || wordAt(at) !== 0x6c6c756e) return 0;
    setNull(slot);
    return at + 4;
  }
  if (kind === decimal) return readDecimal(at, slot, required, column.wholeDigits, column.scale);
  if (kind === whole) return readWhole(at, slot, required);
  if (kind === text) return readText(at, slot, required);
  return readInstant(at, slot, required, column.date, column.dated);
}

/** Whether the bytes at an address are a learned literal's, and a value follows. */
function hasLiteral(at: usize, literal: Literal, isStart: u32): bool {
  const length = literal.length;
  if (length === 0 || !hasBytes(at, changetype<usize>(literal) + offsetof<Literal>(), length, literal.mask))
    return false;
  // Where it was learned without a space after its colon, one may follow it here.
  return literal.isStart === isStart && byteAt(at + length) > 0x20;
}

/** @param mask a bit for each of the first sixteen bytes that are compared */
function hasBytes(at: usize, bytes: usize, length: u32, mask: u32): bool {
  const first = v128.load(bytes);
  if (length <= 16) return (u32(i8x16.bitmask(i8x16.eq(vectorAt(at), first))) & mask) === mask;
  // The last vector overlaps the one before it.
  const last = length - 16;
  let difference = v128.or(
    v128.xor(vectorAt(at), first),
    v128.xor(vectorAt(at + last), v128.load(bytes + last)),
  );
  for (let offset: u32 = 16; offset < last; offset += 16)
    difference = v128.or(difference, v128.xor(vectorAt(at + offset), v128.load(bytes + offset)));
  return !v128.any_true(difference);
}

function learnLiteral(
  literal: Literal,
  from: usize,
  length: u32,
  isStart: u32,
  column: ExpectedColumn,
): void {
  if (length > longestLiteral) return;
  literal.length = length;
  literal.mask = length >= 16 ? 0xffff : (1 << length) - 1;
  literal.isStart = isStart;
  literal.column = column;
  memory.copy(changetype<usize>(literal) + offsetof<Literal>(), from, length);
}

/** The column whose key begins at an address; `noColumn` where there is none. */
function findColumn(key: usize): ExpectedColumn {
  const head = longAt(key);
  for (let index = 0; index < columnsCount; index++) {
    const column = expectedAt(index);
    if ((head & column.keyMask) !== column.keyHead) continue;
    const end = key + 1 + column.nameLength;
    if (areSame(key + 1, column.name, column.nameLength) && byteAt(end) === quote) return column;
  }
  return noColumn;
}

/** The address of the value of a column's member; 0 where no colon follows its key. */
function skipToValue(key: usize, column: ExpectedColumn): usize {
  const colon = skipSpace(key + column.nameLength + 2);
  return byteAt(colon) === 0x3a ? skipSpace(colon + 1) : 0;
}

/** Makes columns NULL that the line does not have; false where one of them is required. */
function fillMissing(): bool {
  for (let index = 0; index < columnsCount; index++) {
    const column = expectedAt(index);
    if (column.seen === line) continue;
    if (column.required) return false;
    setNull(column.slot);
  }
  return true;
}
