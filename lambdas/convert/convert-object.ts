import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Dataset } from '../../glue/dataset.ts';
import { LineMatcher, toDateNumber } from '../../glue/derive/line-matcher.ts';
import { type DateRange, toLineReader } from '../../glue/derive/line-reader.ts';
import { isSpace } from '../../glue/derive/regular-values.ts';
import { toCuratedSelect } from '../../glue/derive/to-curated-select.ts';
import type { Fault } from '../../glue/fault.ts';
import { toSqlText } from '../../glue/sql.ts';
import type { Engine } from '../lake/engine.ts';
import { LoadFault } from '../lake/errors.ts';
import type { LandingObject } from '../lake/landing.ts';
import { untilAborted } from '../lake/until-aborted.ts';
import { DatedRows } from './dated-rows.ts';
import { inflate } from './inflate.ts';
import { toPartitionDate } from './partition-date.ts';
import { QuarantineFile, type QuarantineLimits } from './quarantine-file.ts';
import { type Line, LineSplitter } from './split-lines.ts';
import { UnknownFields } from './unknown-fields.ts';

/** What bounds the work on one object. */
export interface ConvertLimits extends QuarantineLimits {
  /** A longer line is refused without being held. */
  readonly maxLineBytes: number;
  /** An object that inflates to more is refused. */
  readonly maxObjectBytes: number;
}

export const defaultLimits: ConvertLimits = {
  maxLineBytes: 1024 ** 2,
  maxObjectBytes: 6 * 1024 ** 3,
  maxQuarantineLines: 10_000,
  maxQuarantineBytes: 64 * 1024 ** 2,
};

/**
 * How curated files are written, chosen by measurement: rows stay as they landed, because whoever reads bets reads
 * the day, and to sort them would nearly double the work; bloom filters cost a tenth of it and spare no scan.
 *
 * @see docs/performance.md
 */
export const curatedFileOptions = "codec 'zstd', compression_level 1, write_bloom_filter false";

export interface ConvertOptions {
  readonly dataset: Dataset;
  readonly object: LandingObject;
  /** The name of this attempt, which its refused lines carry. */
  readonly attempt: string;
  readonly engine: Engine;
  /** An empty folder of this conversion's own, which the engine may read and write. */
  readonly folder: string;
  readonly dates: DateRange;
  readonly limits: ConvertLimits;
  /** Aborted when there is no time left. @default never */
  readonly signal?: AbortSignal | undefined;
}

/** What an object became, on local disk: nothing of it is visible yet. */
export interface ConvertedObject {
  readonly lines: number;
  readonly accepted: number;
  readonly quarantined: number;
  readonly blank: number;
  readonly unknownFields: Readonly<Record<string, number>>;
  /** One Parquet file a date, in the order of the dates. */
  readonly files: readonly { readonly date: string; readonly path: string; readonly rowsCount: number }[];
  /** The refused lines as JSON Lines; null where there are none. */
  readonly quarantinePath: string | null;
}

/**
 * Turns a landing object into one Parquet file a date and a file of refused lines:
 * lines = accepted + quarantined + blank, always.
 *
 * One pass over the bytes sorts the lines: of regular ones, known by the line matcher, the values go to their
 * date's file as they are; every other one is read by the strict reader, which gives its values in canonical form
 * or names its faults. The engine then reads what is known to be right. Memory is bounded by a few buffers,
 * whatever the size.
 *
 * @throws LoadFault where the object as a whole cannot be read; `too_big` before a byte of it is, where its
 *   size tells; `too_many_faults` where more lines are refused than are kept, and more than half of all; the
 *   signal's reason where it was aborted
 */
export async function convertObject(options: ConvertOptions): Promise<ConvertedObject> {
  const { dataset, object, engine, folder, dates, limits, signal } = options;
  if (object.size > limits.maxObjectBytes) {
    const most = `holds more than ${limits.maxObjectBytes} bytes`;
    throw new LoadFault('too_big', `${most} as it is stored; land it in smaller files`);
  }
  // The engine would end its statement at it, and a path its name.
  if (object.key.includes('\0')) {
    throw new LoadFault('unsupported_key', 'its name has the character U+0000; land it under another');
  }
  await mkdir(folder, { recursive: true });
  const matcher = new LineMatcher(dataset, dates);
  const readLine = toLineReader(dataset, dates);
  const good = new DatedRows(folder, dataset);
  const source = {
    dataset: dataset.name,
    landingKey: object.key,
    objectVersion: object.version,
    attempt: options.attempt,
  };
  const refused = new QuarantineFile(join(folder, 'quarantine.jsonl'), source, limits);
  const ofColumn = dataset.partition.by === 'column' ? dataset.partition.column : undefined;
  const dateIndex = dataset.columns.findIndex(({ name }) => name === ofColumn);
  const fixedDate = ofColumn ? 0 : toDateNumber(toPartitionDate(object.key, object.lastModified, dates));
  const unknownFields = new UnknownFields();
  let lines = 0;
  let accepted = 0;
  let blank = 0;

  const splitter = new LineSplitter((line) => {
    lines++;
    if (line.state === 'text' && matcher.matches(line.bytes, line.start, line.end)) {
      accepted++;
      if (matcher.unknown.count > 0) unknownFields.add(matcher.unknown.toNames(line.bytes));
      good.addSpans(
        ofColumn ? matcher.date : fixedDate,
        line.number,
        line.bytes,
        matcher.spans,
        line.end - line.start,
      );
    } else if (isBlank(line)) {
      blank++;
    } else {
      lookAgain(line);
    }
  }, limits.maxLineBytes);

  function lookAgain(line: Line): void {
    const fault = findFaultOfBytes(line, limits);
    if (fault) {
      refused.add(line, [fault]);
      return;
    }
    const reading = readLine(line.bytes.toString('utf8', line.start, line.end));
    if (!reading.ok) {
      refused.add(line, reading.faults);
      return;
    }
    accepted++;
    unknownFields.add(reading.unknown);
    const date = ofColumn ? toDateNumber((reading.values[dateIndex] as string).slice(0, 10)) : fixedDate;
    good.addTexts(date, line.number, reading.values);
  }

  const bytes = untilAborted(object.open(), signal);
  const mustBeMostlyGood = (least: number) => {
    if (refused.count <= least || refused.count * 2 <= lines - blank) return;
    refused.finish();
    const most = `${refused.count} of ${lines - blank} lines were refused, most often for ${refused.mostFrequent}`;
    throw new LoadFault('too_many_faults', `${most}; is it an export of ${dataset.name}?`, {
      quarantinePath: refused.path,
    });
  };
  for await (const chunk of inflate(bytes, limits.maxObjectBytes)) {
    splitter.push(chunk);
    mustBeMostlyGood(hopelessLines);
  }
  splitter.end();
  mustBeMostlyGood(limits.maxQuarantineLines);
  refused.finish();

  const files: { date: string; path: string; rowsCount: number }[] = [];
  for (const { date, rowsCount, ...rows } of good.finish()) {
    signal?.throwIfAborted();
    const parquet = join(folder, `${date}.parquet`);
    const select = toCuratedSelect(dataset, rows, object.key, limits.maxLineBytes);
    await engine.run(`copy (${select}) to ${toSqlText(parquet)} (format parquet, ${curatedFileOptions})`);
    files.push({ date, path: parquet, rowsCount });
  }
  return {
    lines,
    accepted,
    quarantined: refused.count,
    blank,
    unknownFields: unknownFields.toCounts(),
    files,
    quarantinePath: refused.count > 0 ? refused.path : null,
  };
}

function findFaultOfBytes(line: Line, limits: ConvertLimits): Fault | undefined {
  if (line.state === 'too_long') {
    const message = `expected a line of at most ${limits.maxLineBytes} bytes, got ${line.length}`;
    return { column: null, code: 'line_too_long', message };
  }
  if (line.state === 'not_utf8') {
    return { column: null, code: 'not_utf8', message: 'expected UTF-8, got bytes that are none' };
  }
  return undefined;
}

/** Empty, or only spaces, tabs and carriage returns; a line too long to be held is not blank. */
function isBlank(line: Line): boolean {
  if (line.state !== 'text') return false;
  for (let at = line.start; at < line.end; at++) {
    if (!isSpace(line.bytes[at])) return false;
  }
  return true;
}

/**
 * After so many refused lines, the more part of those read, the rest is not read: a small gzip can hold billions of
 * them, and a load that runs out of time leaves no record and is tried again for ever.
 */
const hopelessLines = 2_000_000;
