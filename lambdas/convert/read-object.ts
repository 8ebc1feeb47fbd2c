import type { DatasetName } from '../../glue/schema.ts';
import { LoadFault } from '../core/errors.ts';
import type { LandingObject } from '../core/landing.ts';
import type { ConvertLimits } from './convert-object.ts';
import { DatasetEvidence } from './dataset-evidence.ts';
import { inflate } from './inflate.ts';
import { openBrace } from './read/ascii.ts';
import {
  type Content,
  findValueEnd,
  headBytes,
  recognizeContent,
  toContentFault,
} from './recognize-content.ts';
import { LineSorter, type ObjectReading, type ReadOptions } from './sort-lines.ts';
import { ElementSplitter } from './split-elements.ts';
import { type Line, LineSplitter } from './split-lines.ts';

/**
 * Gives what `source` gives until the signal is aborted: then it throws the signal's reason at once, even
 * while it waits for the source, which is left to end by itself.
 */
async function* untilAborted<T>(
  source: AsyncIterable<T>,
  signal: AbortSignal | undefined,
): AsyncGenerator<T> {
  if (!signal) return yield* source;
  const items = source[Symbol.asyncIterator]();
  let abort: (() => void) | undefined;
  const aborted = new Promise<never>((_, reject) => {
    abort = () => reject(signal.reason);
    signal.addEventListener('abort', abort, { once: true });
  });
  // Nobody may be waiting when it is aborted.
  aborted.catch(() => undefined);
  let isWaiting = false;
  try {
    for (;;) {
      signal.throwIfAborted();
      isWaiting = true;
      const next = await Promise.race([items.next(), aborted]);
      isWaiting = false;
      if (next.done) return;
      yield next.value;
    }
  } finally {
    if (abort) signal.removeEventListener('abort', abort);
    const ended = items.return?.();
    if (isWaiting) ended?.catch(() => undefined);
    else await ended;
  }
}

/**
 * Reads a landing object in one pass: recognizes by its first bytes what it is, splits it into lines or elements and
 * sorts those. Of regular ones, known by the line matcher, the values are handed on where they lie; every other one
 * is read by the strict reader, which gives its values in canonical form or names its faults. Memory is bounded by a
 * few buffers, whatever the size.
 *
 * @throws LoadFault where the object as a whole cannot be read, for what it is or for what it is of; what was handed on
 *   before must then not become visible. The signal's reason where it was aborted
 */
export async function readObject(options: ReadOptions): Promise<ObjectReading> {
  const { object, limits, signal } = options;
  mustFit(object, limits);
  const inflated = await inflate(untilAborted(object.open(), signal), limits.maxObjectBytes);
  const { head, isWhole, bytes } = await readHead(inflated.bytes);
  const content = recognizeContent(head, isWhole);
  if (content.code !== null) {
    await inflated.bytes.return(undefined);
    throw toContentFault({ ...content, code: content.code }, object.key, inflated.isGzip);
  }
  const sorter = new LineSorter(options);
  const splitter = toSplitter(content, limits, (line) => sorter.sort(line));
  for await (const chunk of bytes) {
    splitter.push(chunk);
    if (sorter.isHopeless) {
      await inflated.bytes.return(undefined);
      return { content, ...sorter.finish() };
    }
  }
  splitter.end();
  return { content, ...sorter.finish() };
}

/** What the first bytes of an object tell of it. */
export interface Recognition {
  readonly content: Content;
  readonly isGzip: boolean;
  /** The data set that its first objects are of by their fields; undefined where they are of none. */
  readonly guessedDataset: DatasetName | undefined;
}

/**
 * Recognizes what an object is and of which data set, whatever its name says, and reads no more than it takes.
 *
 * @throws LoadFault where its first bytes are damaged gzip
 */
export async function recognizeObject(object: LandingObject, limits: ConvertLimits): Promise<Recognition> {
  const { isGzip, bytes } = await inflate(object.open(), limits.maxObjectBytes);
  const { head, isWhole } = await readHead(bytes);
  await bytes.return(undefined);
  const content = recognizeContent(head, isWhole);
  const evidence = new DatasetEvidence(undefined);
  if (content.records === null) {
    const start = head.indexOf(openBrace);
    const end = start < 0 ? -1 : findValueEnd(head, start);
    if (end > 0) evidence.add(head.toString('utf8', start, end));
  } else {
    const splitter = toSplitter(content, limits, (line) => {
      if (line.state === 'text') evidence.add(line.bytes.toString('utf8', line.start, line.end));
    });
    try {
      splitter.push(head);
      if (isWhole) splitter.end();
    } catch (error) {
      // What was told before an array breaks holds.
      if (!(error instanceof LoadFault)) throw error;
    }
  }
  return { content, isGzip, guessedDataset: evidence.guess() };
}

function toSplitter({ records }: Content, { maxLineBytes }: ConvertLimits, onLine: (line: Line) => void) {
  return records === 'elements'
    ? new ElementSplitter(onLine, maxLineBytes)
    : new LineSplitter(onLine, maxLineBytes);
}

/** @throws LoadFault `too_big` before a byte is read, where the size as stored tells */
export function mustFit({ size }: LandingObject, { maxObjectBytes }: ConvertLimits): void {
  if (size <= maxObjectBytes) return;
  const most = `holds more than ${maxObjectBytes} bytes`;
  throw new LoadFault('too_big', `${most} as it is stored; land it in smaller files`);
}

/**
 * Reads as many bytes as it takes to recognize what they are, and gives all of them back. The head is the same however
 * the bytes are cut into chunks.
 */
async function readHead(bytes: AsyncGenerator<Buffer>) {
  const chunks: Buffer[] = [];
  let length = 0;
  let isEnded = false;
  while (length <= headBytes && !isEnded) {
    const next = await bytes.next();
    if (next.done) isEnded = true;
    else {
      chunks.push(next.value);
      length += next.value.length;
    }
  }
  const read = chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks);
  async function* all(): AsyncGenerator<Buffer> {
    yield* chunks.splice(0);
    yield* bytes;
  }
  return { head: read.subarray(0, headBytes), isWhole: length <= headBytes, bytes: all() };
}
