/**
 * Bytes that grow at their end. What it holds moves when it grows, so addresses into it do not outlive an append.
 * The runtime frees nothing: a buffer lives as long as the instance and is used again from `clear` on, and growth,
 * which is rare, at least doubles it, so that what is left behind never exceeds what is used.
 */
@unmanaged
export class Buffer {
  start: usize;
  /** Where the next byte goes. */
  at: usize;
  end: usize;

  get length(): i32 {
    return <i32>(this.at - this.start);
  }

  clear(): void {
    this.at = this.start;
  }

  /** Makes room for so many bytes, which the caller then writes at `at`. */
  reserve(bytes: usize): void {
    if (this.at + bytes > this.end) this.grow(bytes);
  }

  private grow(bytes: usize): void {
    const length = this.at - this.start;
    const capacity = max<usize>((this.end - this.start) * 2, length + bytes);
    const start = allocate(capacity);
    memory.copy(start, this.start, length);
    this.start = start;
    this.at = start + length;
    this.end = start + capacity;
  }

  addByte(byte: u32): void {
    this.reserve(1);
    store<u8>(this.at++, byte);
  }

  addU32(value: u32): void {
    this.reserve(4);
    store<u32>(this.at, value);
    this.at += 4;
  }

  addBytes(from: usize, length: usize): void {
    this.reserve(length);
    memory.copy(this.at, from, length);
    this.at += length;
  }

  /** An unsigned LEB128 number. */
  addVarint(value: u64): void {
    this.reserve(10);
    while (value >= 0x80) {
      store<u8>(this.at++, <u32>value | 0x80);
      value >>= 7;
    }
    store<u8>(this.at++, <u32>value);
  }

  /** A signed number, small where it is near 0. */
  addZigzag(value: i64): void {
    this.addVarint((value << 1) ^ (value >> 63));
  }
}

/** Bytes behind every allocation that can be read, never written: reads of 16 bytes may begin at the last one. */
const readable: usize = 16;

/** Memory grows by so much more than is needed: by itself it would double. */
const growth: usize = 4 << 20;

/** Where the last allocation ends. */
let end: usize = 0;

/** Takes zeroed memory for the life of the instance. */
export function allocate(bytes: usize): usize {
  const size = bytes + readable;
  const needed = end + size + 32; // 32: a header, and alignment
  const pages = memory.size();
  if (needed > (<usize>pages) << 16 && memory.grow(<i32>((needed + growth) >> 16) - pages) < 0)
    throw new Error('no memory is left');
  const address = heap.alloc(size);
  end = address + size;
  return address;
}

export function newBuffer(capacity: usize): Buffer {
  const buffer = changetype<Buffer>(allocate(offsetof<Buffer>()));
  buffer.start = allocate(capacity);
  buffer.at = buffer.start;
  buffer.end = buffer.start + capacity;
  return buffer;
}
