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
import { type LineBuffer, type LineSink, LineSplitter } from './split-lines.ts';

/**
 * Reads a landing object in one pass: recognizes its format by its first bytes, splits it into lines or
 * elements, and sorts those. The core takes regular lines; the strict reader reads every other line and gives its
 * values in canonical form or its faults. Memory is bounded by a few buffers and the core's rows, whatever the size.
 *
 * @throws LoadFault where the object as a whole is refused, for its format or its data set; rows that were
 *   passed on before must then not become visible. The signal's reason where it was aborted
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
  const splitter = toSplitter(content, limits, sorter, sorter.lines);
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

/** What an object is, by its first bytes. */
export interface Recognition {
  readonly content: Content;
  readonly isGzip: boolean;
  /** The data set whose columns its first objects have; undefined where they have those of none. */
  readonly guessedDataset: DatasetName | undefined;
}

/**
 * Recognizes the format and the data set of an object by its first bytes, whatever its name is.
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
    const sink: LineSink = {
      takeLines: (start) => ({ count: 0, end: start }),
      sort: (line) => {
        if (line.state === 'text') evidence.add(line.bytes.toString('utf8', line.start, line.end));
      },
    };
    const splitter = toSplitter(content, limits, sink, { lines: Buffer.allocUnsafe(headBytes + 1) });
    try {
      splitter.push(head);
      if (isWhole) splitter.end();
    } catch (error) {
      // The elements before the fault of a broken array are enough.
      if (!(error instanceof LoadFault)) throw error;
    }
  }
  return { content, isGzip, guessedDataset: evidence.guess() };
}

/** @throws LoadFault `too_big` before a byte is read, where the stored size is too large */
export function mustFit({ size }: LandingObject, { maxObjectBytes }: ConvertLimits): void {
  if (size <= maxObjectBytes) return;
  const most = `holds more than ${maxObjectBytes} bytes`;
  throw new LoadFault('too_big', `${most} as it is stored; land it in smaller files`);
}

/**
 * Yields the items of `source` until the signal is aborted: then it throws the signal's reason at once, even
 * while it waits for the source, which ends by itself.
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
  // It may be aborted while no one awaits the promise.
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

function toSplitter(
  { records }: Content,
  { maxLineBytes }: ConvertLimits,
  sink: LineSink,
  buffer: LineBuffer,
) {
  return records === 'elements'
    ? new ElementSplitter((line) => sink.sort(line), maxLineBytes)
    : new LineSplitter(sink, buffer, maxLineBytes);
}

/**
 * Reads as many bytes as are needed to recognize the format; the returned bytes include them. The head is the
 * same however the bytes are cut into chunks.
 */
async function readHead(bytes: AsyncGenerator<Buffer>) {
  const chunks: Buffer[] = [];
  let length = 0;
  let isEnded = false;
  while (length <= headBytes && !isEnded) {
    const next = await bytes.next();
    if (next.done) isEnded = true;
    else {
      length += next.value.length;
      // A chunk is valid until the next one is asked for.
      chunks.push(length <= headBytes ? Buffer.from(next.value) : next.value);
    }
  }
  const read = chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks);
  async function* all(): AsyncGenerator<Buffer> {
    yield* chunks.splice(0);
    yield* bytes;
  }
  return { head: read.subarray(0, headBytes), isWhole: length <= headBytes, bytes: all() };
}
