import { allocate } from './buffer';

/*
 * Memory for rows that are not yet encoded: blocks of one size, so that what one date frees serves any other and
 * memory never fragments. Smaller ones would fit more dates into a budget, and cost a third more to gather. A block is aligned to its size; the block of an address is found by `blockOf`.
 *
 * Layout: @0 the next block of the same date, to free them; @4 the next block of rows; @8 the block where a text
 * that ends this one goes on; @12 unused; then what the block holds.
 */
export const blockSize: usize = 16384;
export const blockHeader: usize = 16;

/** For one row more than the budget holds: see `isOverLimit`. */
const slack: usize = 4 << 20;

/** Blocks that were used and freed, the last one first: their pages of memory are there already. */
let free: usize = 0;
/** Of the region whose blocks were never used. */
let regionAt: usize = 0;
let regionEnd: usize = 0;
/** The largest budget yet, in bytes, which memory was grown for. */
let reserved: usize = 0;
let used: i32 = 0;
/** Blocks that may be used now, and those of the whole budget. */
let limit: i32 = 0;
let mostBlocks: i32 = 0;

/**
 * Sets the memory for blocks. It is taken in one growth, because each growth of WebAssembly's memory costs a full
 * collection of garbage; pages that are never touched cost nothing.
 *
 * @param budget in bytes
 */
export function setBudget(budget: usize): void {
  mostBlocks = max<i32>(<i32>(budget / blockSize), 1);
  limit = max<i32>(mostBlocks / 4, 1);
  if (budget <= reserved) return;
  const bytes = budget + slack;
  regionAt = (allocate(bytes + blockSize) + blockSize - 1) & ~(blockSize - 1);
  regionEnd = regionAt + (bytes & ~(blockSize - 1));
  reserved = budget;
}

/** Whether blocks must be freed. A row is never split, so the one that was added last may be over the limit. */
export function isOverLimit(): bool {
  return used > limit;
}

/**
 * Raises the limit, which is a quarter of the budget at first: the memory of most objects is then that of their
 * largest dates, and stays in the processor's cache.
 *
 * @returns false where the limit is the budget
 */
export function raiseLimit(): bool {
  if (limit === mostBlocks) return false;
  limit = min<i32>(limit * 2, mostBlocks);
  return true;
}

/** A block with a header of zeros; the rest is what it was. */
export function takeBlock(): usize {
  used++;
  let block = free;
  if (block !== 0) {
    free = load<u32>(block);
  } else if (regionAt < regionEnd) {
    block = regionAt;
    regionAt += blockSize;
  } else {
    // A row of many long texts, or a budget that is smaller than one row.
    block = (allocate(blockSize * 2) + blockSize - 1) & ~(blockSize - 1);
  }
  store<u64>(block, 0);
  store<u64>(block, 0, 8);
  return block;
}

/** Frees blocks that are linked by their first field. */
export function freeBlocks(first: usize, last: usize, count: i32): void {
  store<u32>(last, <u32>free);
  free = first;
  used -= count;
  assert(used >= 0, 'a block was freed twice');
}

export function blockOf(address: usize): usize {
  return address & ~(blockSize - 1);
}
