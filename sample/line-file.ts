import { mkdir, open } from 'node:fs/promises';
import { dirname } from 'node:path';

/** Lines one after another, with a count of those that are not plain. */
export interface LineSource {
  /** Bad lines so far. */
  readonly badLines: number;
  /** Blank lines so far, each given out in front of another line. */
  readonly blankLines: number;
  /** The next line without its end. */
  next(): string;
}

/** A field of a line: its name, and its value as text of the line. */
export type LineField = readonly [name: string, value: string];

const field = /"([a-z_]+)": ("(?:[^"\\]|\\.)*"|[^,}]+)/g;

/** Reads the fields of a line that this folder made. */
export function toFields(line: string): LineField[] {
  return Array.from(line.matchAll(field), ([, name, value]): LineField => [name as string, value as string]);
}

/** Puts a line together, by default with the spaces of the source. */
export function toLine(fields: readonly LineField[], colon = ': ', comma = ', '): string {
  return `{${fields.map(([name, value]) => `"${name}"${colon}${value}`).join(comma)}}`;
}

/** The line with another value for one column. */
export function replaceValue(line: string, column: string, value: string): string {
  return toLine(toFields(line).map(([name, old]) => [name, name === column ? value : old]));
}

/** How much is put together before it is written: enough to make calls few, small beside any memory. */
const chunkBytes = 256 * 1024;
/** Room for the line that fills a chunk; no line of a sample comes near it. */
const lineBytes = 16 * 1024;

/** How lines become bytes. */
export interface LineFormat {
  /** `latin1` where every character of the source is one byte. */
  readonly encoding: 'latin1' | 'utf8';
  /** Whether the last line ends like the others. @default true */
  readonly endsLast?: boolean;
}

/** What was written to one file. */
export interface WrittenLines {
  /** All but blank ones. */
  readonly lines: number;
  readonly badLines: number;
  readonly blankLines: number;
  readonly bytes: number;
}

/**
 * Writes the next `count` lines of a source to a file, which is made anew.
 * One chunk is put together while the one before is written, so that memory holds two.
 *
 * @param onChunk called with the number of lines so far, once a chunk is put together
 */
export async function writeLines(
  path: string,
  source: LineSource,
  count: number,
  { encoding, endsLast = true }: LineFormat,
  onChunk?: (lines: number) => void,
): Promise<WrittenLines> {
  await mkdir(dirname(path), { recursive: true });
  const { badLines, blankLines } = source;
  const file = await open(path, 'w');
  let bytes = 0;
  try {
    let chunk = Buffer.allocUnsafe(chunkBytes + lineBytes);
    let spare = Buffer.allocUnsafe(chunkBytes + lineBytes);
    let written: Promise<void> | undefined;
    for (let lines = 0; lines < count; ) {
      let length = 0;
      for (; lines < count && length < chunkBytes; lines++) {
        length += chunk.write(`${source.next()}\n`, length, encoding);
      }
      if (lines === count && !endsLast) length--;
      await written;
      written = file.writeFile(chunk.subarray(0, length));
      [chunk, spare] = [spare, chunk];
      bytes += length;
      onChunk?.(lines);
    }
    await written;
  } finally {
    await file.close();
  }
  return {
    lines: count,
    badLines: source.badLines - badLines,
    blankLines: source.blankLines - blankLines,
    bytes,
  };
}
