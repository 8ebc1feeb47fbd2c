import { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { LoadFault } from '../core/errors.ts';

/** The bytes of a landing object, inflated. */
export interface Inflated {
  readonly isGzip: boolean;
  readonly bytes: AsyncGenerator<Buffer>;
}

/**
 * Reads the bytes of a landing object, inflated where they are gzip, which is recognized by the first bytes,
 * not by the name. Memory is bounded by a chunk.
 *
 * @param maxBytes a larger inflated size is refused: a few kilobytes can inflate to any size
 * @throws LoadFault, while the bytes are read: `bad_gzip` where the gzip is cut off, damaged or followed by
 *   anything but zero bytes, which tapes and block devices pad with; `too_big`
 */
export async function inflate(body: AsyncIterable<Uint8Array>, maxBytes: number): Promise<Inflated> {
  const { isGzip, bytes } = await sniff(body);
  return { isGzip, bytes: readBounded(isGzip ? gunzip(bytes) : bytes, maxBytes) };
}

async function* readBounded(bytes: AsyncIterable<Uint8Array>, maxBytes: number): AsyncGenerator<Buffer> {
  let total = 0;
  for await (const chunk of bytes) {
    total += chunk.length;
    if (total > maxBytes) {
      throw new LoadFault('too_big', `holds more than ${maxBytes} bytes; land it in smaller files`);
    }
    yield asBuffer(chunk);
  }
}

/** Reads the first two bytes to recognize gzip; the returned bytes include them. */
async function sniff(
  body: AsyncIterable<Uint8Array>,
): Promise<{ isGzip: boolean; bytes: AsyncIterable<Uint8Array> }> {
  const chunks = body[Symbol.asyncIterator]();
  let head: Buffer = Buffer.alloc(0);
  while (head.length < 2) {
    const next = await chunks.next();
    if (next.done) break;
    // A chunk is not kept while the next one is asked for.
    head = Buffer.concat([head, next.value]);
  }
  async function* all(): AsyncGenerator<Uint8Array> {
    try {
      if (head.length > 0) yield head;
      for (let next = await chunks.next(); !next.done; next = await chunks.next()) yield next.value;
    } finally {
      await chunks.return?.();
    }
  }
  return { isGzip: head[0] === 0x1f && head[1] === 0x8b, bytes: all() };
}

const chunkBytes = 256 * 1024;

async function* gunzip(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let taken = 0;
  /** The end of the last byte that is not zero. */
  let meaningful = 0;
  async function* counted(): AsyncGenerator<Uint8Array> {
    for await (const chunk of bytes) {
      const last = chunk.findLastIndex((byte) => byte !== 0);
      if (last >= 0) meaningful = taken + last + 1;
      taken += chunk.length;
      // The stream reads ahead, and a chunk is valid until the next one is asked for.
      yield Buffer.from(chunk);
    }
  }
  const source = Readable.from(counted(), { objectMode: false, highWaterMark: chunkBytes });
  let failure: unknown;
  source.once('error', (error) => {
    failure = error;
  });
  const inflated = source.pipe(createGunzip({ chunkSize: chunkBytes }));
  source.once('error', (error) => inflated.destroy(error));
  try {
    yield* inflated as AsyncIterable<Uint8Array>;
    // zlib takes a zero byte for padding and reads nothing after it.
    source.unpipe(inflated);
    for await (const _ of source) if (meaningful > inflated.bytesWritten) break;
    if (meaningful > inflated.bytesWritten) throw new Error('something else follows it');
  } catch (error) {
    if (failure) throw failure;
    const reason = error instanceof Error ? error.message : String(error);
    throw new LoadFault('bad_gzip', `is not whole gzip (${reason}); export it again`, { cause: error });
  } finally {
    source.destroy();
    inflated.destroy();
  }
}

function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
