import type { Dataset, DatasetName } from '../../glue/dataset.ts';
import type { DebitSigns } from '../../glue/debit-signs.ts';
import { openBrace } from '../../glue/derive/ascii.ts';
import { toEncodingFault } from '../../glue/derive/line-faults.ts';
import { LineMatcher, toDateNumber } from '../../glue/derive/line-matcher.ts';
import { type DateRange, toLineReader } from '../../glue/derive/line-reader.ts';
import { isSpace } from '../../glue/derive/regular-values.ts';
import type { Fault } from '../../glue/fault.ts';
import { LoadFault } from '../lake/errors.ts';
import type { LandingObject } from '../lake/landing.ts';
import { untilAborted } from '../lake/until-aborted.ts';
import type { ConvertLimits } from './convert-object.ts';
import { DebitCounter } from './count-debits.ts';
import { DatasetEvidence } from './dataset-evidence.ts';
import type { DatedRows } from './dated-rows.ts';
import { findValueEnd } from './find-value-end.ts';
import { inflate } from './inflate.ts';
import { toPartitionDate } from './partition-date.ts';
import type { QuarantineFile } from './quarantine-file.ts';
import { type Content, headBytes, recognizeContent, toContentFault } from './recognize-content.ts';
import { type RefusalReason, RefusalReasons } from './refusal-reasons.ts';
import { ElementSplitter } from './split-elements.ts';
import { type Line, LineSplitter } from './split-lines.ts';
import { UnknownFields } from './unknown-fields.ts';

export interface ReadOptions {
  readonly dataset: Dataset;
  readonly object: LandingObject;
  readonly dates: DateRange;
  readonly limits: ConvertLimits;
  /** Receives the accepted rows. */
  readonly rows: Pick<DatedRows, 'addSpans' | 'addTexts'>;
  /** Receives the refused lines. */
  readonly refused: Pick<QuarantineFile, 'add'>;
  /** Aborted when there is no time left. @default never */
  readonly signal?: AbortSignal | undefined;
}

/** What was read of an object: lines = accepted + quarantined + blank, always. The lines of an array are its elements. */
export interface ObjectReading {
  readonly content: Content;
  readonly lines: number;
  readonly accepted: number;
  readonly quarantined: number;
  readonly blank: number;
  readonly unknownFields: Readonly<Record<string, number>>;
  /** Of the accepted rows. */
  readonly debits: DebitSigns;
  /** Why lines were refused, the most frequent reason first. */
  readonly reasons: readonly RefusalReason[];
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
  readonly looksLike: DatasetName | undefined;
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
  return { content, isGzip, looksLike: evidence.guess() };
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

/** Sorts the lines of one object into rows, refused lines and blank ones, and counts them. */
class LineSorter {
  readonly #options: ReadOptions;
  readonly #matcher: LineMatcher;
  readonly #readLine: ReturnType<typeof toLineReader>;
  readonly #evidence: DatasetEvidence;
  readonly #unknownFields = new UnknownFields();
  readonly #debits: DebitCounter;
  readonly #reasons = new RefusalReasons();
  /** The place of the column that a row is dated by; -1 where all have one date. */
  readonly #dateIndex: number;
  readonly #fixedDate: number;
  #lines = 0;
  #accepted = 0;
  #quarantined = 0;
  #blank = 0;

  constructor(options: ReadOptions) {
    const { dataset, object, dates } = options;
    this.#options = options;
    this.#matcher = new LineMatcher(dataset, dates);
    this.#readLine = toLineReader(dataset, dates);
    this.#evidence = new DatasetEvidence(dataset);
    this.#debits = new DebitCounter(dataset);
    const ofColumn = dataset.partition.by === 'column' ? dataset.partition.column : undefined;
    this.#dateIndex = dataset.columns.findIndex(({ name }) => name === ofColumn);
    this.#fixedDate = ofColumn ? 0 : toDateNumber(toPartitionDate(object.key, object.lastModified, dates));
  }

  /** Whether so many lines were refused, the more part of those read, that the rest need not be read. */
  get isHopeless(): boolean {
    return this.#quarantined > hopelessLines && this.#quarantined > this.#accepted;
  }

  sort(line: Line): void {
    const matcher = this.#matcher;
    this.#lines++;
    if (line.state === 'text') {
      if (isBlankLine(line)) {
        this.#blank++;
        return;
      }
      if (!this.#evidence.isTold) this.#gather(line);
      if (matcher.matches(line.bytes, line.start, line.end)) {
        this.#accepted++;
        if (matcher.unknown.count > 0) this.#unknownFields.add(matcher.unknown.toNames(line.bytes));
        const date = this.#dateIndex >= 0 ? matcher.date : this.#fixedDate;
        this.#debits.addSpans(line.bytes, matcher.spans);
        const { rows } = this.#options;
        rows.addSpans(date, line.number, line.bytes, matcher.spans, line.end - line.start);
        return;
      }
    }
    this.#readStrictly(line);
  }

  /** @throws LoadFault where the object is of another data set than it is read as, or of none */
  finish(): Omit<ObjectReading, 'content'> {
    const fault = this.#evidence.findFault();
    if (fault) throw fault;
    return {
      lines: this.#lines,
      accepted: this.#accepted,
      quarantined: this.#quarantined,
      blank: this.#blank,
      unknownFields: this.#unknownFields.toCounts(),
      debits: this.#debits.toCounts(),
      reasons: this.#reasons.toList(),
    };
  }

  #gather(line: Line): void {
    this.#evidence.add(line.bytes.toString('utf8', line.start, line.end));
    const fault = this.#evidence.isExhausted && this.#evidence.findFault();
    if (fault) throw fault;
  }

  #readStrictly(line: Line): void {
    const fault = findFaultOfBytes(line, this.#options.limits);
    const reading = fault
      ? { ok: false as const, faults: [fault] }
      : this.#readLine(line.bytes.toString('utf8', line.start, line.end));
    if (!reading.ok) {
      this.#quarantined++;
      this.#reasons.add(reading.faults);
      this.#options.refused.add(line, reading.faults);
      return;
    }
    this.#accepted++;
    this.#unknownFields.add(reading.unknown);
    this.#debits.addTexts(reading.values);
    const dated = reading.values[this.#dateIndex];
    const date = dated ? toDateNumber(dated.slice(0, 10)) : this.#fixedDate;
    this.#options.rows.addTexts(date, line.number, reading.values);
  }
}

/**
 * After so many refused lines, the more part of those read, the rest is not read: a small gzip can hold billions of
 * them, and a load that runs out of time leaves no record and is tried again for ever.
 */
const hopelessLines = 2_000_000;

/**
 * Why an object that was read counts for nothing: no line was accepted, or more lines are refused than are kept, and
 * more than half of all. The message names the reason that most of them share, without a value of theirs.
 */
export function findReadingFault(
  { accepted, quarantined, reasons }: ObjectReading,
  { maxQuarantineLines }: ConvertLimits,
): LoadFault | undefined {
  const [most] = reasons;
  if (!most) return undefined;
  const share = most.lines === quarantined ? 'all of them' : `${most.lines} of them`;
  const reason = `${most.column === null ? '' : `${most.column}: `}${most.code}`;
  const remedy = 'see why with: betlake quarantine, or betlake check';
  if (quarantined > maxQuarantineLines && quarantined > accepted) {
    const refused = `${quarantined} of ${quarantined + accepted} lines were refused`;
    return new LoadFault('too_many_faults', `${refused}, ${share} for ${reason}; ${remedy}`);
  }
  if (accepted > 0) return undefined;
  return new LoadFault(
    'no_line_accepted',
    `none of its ${quarantined} lines was accepted, ${share} for ${reason}; ${remedy}`,
  );
}

function findFaultOfBytes(line: Line, limits: ConvertLimits): Fault | undefined {
  if (line.state === 'too_long') {
    const message = `expected a line of at most ${limits.maxLineBytes} bytes, got ${line.length}; write one record on each line`;
    return { column: null, code: 'line_too_long', message };
  }
  if (line.state === 'not_utf8') {
    return toEncodingFault(line.bytes.subarray(line.start, line.end));
  }
  return undefined;
}

/** Empty, or only spaces, tabs and carriage returns. */
function isBlankLine(line: Line): boolean {
  for (let at = line.start; at < line.end; at++) {
    if (!isSpace(line.bytes[at])) return false;
  }
  return true;
}
