import { type FileHandle, open } from 'node:fs/promises';

const chunkBytes = 1024 * 1024;
const lineEnd = 0x0a;

/**
 * Writes the lines of a file in the opposite order, the last of them without its end. Memory holds a chunk, whatever
 * the file's size.
 *
 * @param from a file of which every line ends with a line feed
 * @returns the bytes written
 */
export async function reverseLines(from: string, to: string): Promise<number> {
  const source = await open(from);
  const target = await open(to, 'w');
  let written = 0;
  try {
    /** The end of a line whose beginning is in front of what has been read. */
    let rest: Buffer = Buffer.alloc(0);
    let { size: position } = await source.stat();
    while (position > 0) {
      const length = Math.min(chunkBytes, position);
      position -= length;
      const read = Buffer.concat([await readAt(source, position, length), rest]);
      const firstWhole = position === 0 ? 0 : read.indexOf(lineEnd) + 1 || read.length;
      rest = read.subarray(0, firstWhole);
      const turned = turn(read.subarray(firstWhole), position === 0);
      await target.writeFile(turned);
      written += turned.length;
    }
  } finally {
    await source.close();
    await target.close();
  }
  return written;
}

async function readAt(file: FileHandle, position: number, length: number): Promise<Buffer> {
  const { buffer, bytesRead } = await file.read({ buffer: Buffer.allocUnsafe(length), position });
  if (bytesRead < length) throw new Error(`expected ${length} bytes at ${position}, got ${bytesRead}`);
  return buffer;
}

/** Whole lines in the opposite order; `isEnd` leaves out the end of the last. */
function turn(lines: Buffer, isEnd: boolean): Buffer {
  const turned = Buffer.allocUnsafe(lines.length);
  let length = 0;
  for (let end = lines.length; end > 0; ) {
    const start = end < 2 ? 0 : lines.lastIndexOf(lineEnd, end - 2) + 1;
    length += lines.copy(turned, length, start, end);
    end = start;
  }
  return turned.subarray(0, isEnd ? length - 1 : length);
}
