import type { DebitSigns } from '../../glue/debit-signs.ts';
import type { Fault, FaultCode } from '../../glue/fault.ts';
import type { Dataset } from '../../glue/schema.ts';
import { LoadFault } from '../core/errors.ts';
import type { LandingObject } from '../core/landing.ts';
import type { Core } from './assembly.ts';
import type { ConvertLimits } from './convert-object.ts';
import { CoreLines } from './core-lines.ts';
import { DatasetEvidence } from './dataset-evidence.ts';
import type { QuarantineFile } from './quarantine-file.ts';
import { isSpace } from './read/ascii.ts';
import { toEncodingFault } from './read/line-faults.ts';
import { type DateRange, toLineReader } from './read/line-reader.ts';
import type { Content } from './recognize-content.ts';
import type { Line, LineSink, TakenLines } from './split-lines.ts';

export interface ReadOptions {
  readonly dataset: Dataset;
  readonly object: LandingObject;
  readonly dates: DateRange;
  readonly limits: ConvertLimits;
  /** Takes the regular lines; its columns are those of the data set. */
  readonly core: Core;
  /** Whether the core keeps the accepted rows; false where they are only checked. */
  readonly keepsRows: boolean;
  /** Receives the refused lines. */
  readonly refused: Pick<QuarantineFile, 'add'>;
  /** Aborted when no time is left. @default never */
  readonly signal?: AbortSignal | undefined;
}

/**
 * The counts of an object's lines: always lines = accepted + quarantined + blank. The lines of an array are its
 * elements.
 */
export interface ObjectReading {
  readonly content: Content;
  readonly lines: number;
  readonly accepted: number;
  readonly quarantined: number;
  readonly blank: number;
  readonly unknownFields: Readonly<Record<string, number>>;
  /** The signs of the debits of accepted rows. */
  readonly debits: DebitSigns;
  /** The reasons of refused lines, the most frequent first. */
  readonly reasons: readonly RefusalReason[];
}

/**
 * After so many refused lines, if fewer were accepted, the rest is not read: a small gzip file can hold
 * billions of them, and a load that runs out of time leaves no record and is retried for ever.
 */
const hopelessLines = 2_000_000;

/**
 * Sorts the lines of one object into rows, refused lines and blank ones, and counts them. The core takes regular
 * lines; the strict reader reads every other one, and its rows go to the core in canonical form.
 */
export class LineSorter implements LineSink {
  readonly lines: CoreLines;
  readonly #options: ReadOptions;
  readonly #readLine: ReturnType<typeof toLineReader>;
  readonly #evidence: DatasetEvidence;
  readonly #unknownFields = new UnknownFields();
  readonly #reasons = new RefusalReasons();
  #lines = 0;
  #accepted = 0;
  #quarantined = 0;
  #blank = 0;

  constructor(options: ReadOptions) {
    const { dataset, dates, core, object, limits, keepsRows } = options;
    this.#options = options;
    this.#readLine = toLineReader(dataset, dates);
    this.#evidence = new DatasetEvidence(dataset);
    const { maxLineBytes } = limits;
    this.lines = new CoreLines(core, { dataset, object, dates, maxLineBytes, keepsRows }, (name, lines) =>
      this.#unknownFields.add(name, lines),
    );
  }

  /** Whether so many lines were refused, and more than were accepted, that the rest need not be read. */
  get isHopeless(): boolean {
    return this.#quarantined > hopelessLines && this.#quarantined > this.#accepted;
  }

  takeLines(start: number, end: number, number: number): TakenLines {
    // Until the data set is confirmed, each line is seen.
    if (!this.#evidence.isConfirmed) return { count: 0, end: start };
    const taken = this.lines.takeLines(start, end, number);
    this.#lines += taken.count;
    this.#accepted += taken.count;
    return taken;
  }

  sort(line: Line): void {
    this.#lines++;
    if (line.state === 'text') {
      if (isBlankLine(line)) {
        this.#blank++;
        return;
      }
      if (!this.#evidence.isConfirmed) this.#collectEvidence(line);
      if (this.lines.takeLine(line)) {
        this.#accepted++;
        return;
      }
    }
    this.#readStrictly(line);
  }

  /** @throws LoadFault where the object is not of the data set that it is read as */
  finish(): Omit<ObjectReading, 'content'> {
    const fault = this.#evidence.findFault();
    if (fault) throw fault;
    const debits = this.lines.finish();
    return {
      lines: this.#lines,
      accepted: this.#accepted,
      quarantined: this.#quarantined,
      blank: this.#blank,
      unknownFields: this.#unknownFields.toCounts(),
      debits,
      reasons: this.#reasons.toList(),
    };
  }

  #collectEvidence(line: Line): void {
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
    for (const name of reading.unknown) this.#unknownFields.add(name, 1);
    this.lines.addRow(line.number, reading.values);
  }
}

/**
 * Why an object is refused after its lines were read: none was accepted, or more lines were refused than
 * quarantine keeps, and more than half of all. The message names the most frequent reason, and no value of a
 * line.
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

const maxNameLength = 100;

/** More than any export has that does not use data as field names. */
const maxNames = 1000;

const otherNames = '(other names)';

/**
 * Counts undeclared fields by name. Their number and length are bounded, because an export may use data as
 * field names, and the ledger's record, which holds the counts, must stay small.
 */
class UnknownFields {
  readonly #counts = new Map<string, number>();

  /** Adds lines that have a member of this name. */
  add(name: string, lines: number): void {
    const shown = (name.length > maxNameLength ? `${name.slice(0, maxNameLength)}...` : name).toWellFormed();
    const counted = this.#counts.has(shown) || this.#counts.size < maxNames ? shown : otherNames;
    this.#counts.set(counted, (this.#counts.get(counted) ?? 0) + lines);
  }

  toCounts(): Record<string, number> {
    return Object.fromEntries(this.#counts);
  }
}

/** A reason for which lines were refused, and the number of those lines. */
interface RefusalReason {
  readonly column: string | null;
  readonly code: FaultCode;
  readonly lines: number;
  /** The message of the first of them: what was expected and what the line has. */
  readonly example: string;
}

/** Counts the reasons of refused lines, by column and code; their number is bounded by the columns and codes. */
class RefusalReasons {
  readonly #reasons = new Map<string, { -readonly [K in keyof RefusalReason]: RefusalReason[K] }>();

  /** Adds the faults of one line. */
  add(faults: readonly Fault[]): void {
    const counted = new Set<string>();
    for (const { column, code, message } of faults) {
      const id = `${column} ${code}`;
      if (counted.has(id)) continue;
      counted.add(id);
      const reason = this.#reasons.get(id);
      if (reason) reason.lines++;
      else this.#reasons.set(id, { column, code, lines: 1, example: message });
    }
  }

  /** The most frequent first. */
  toList(): RefusalReason[] {
    return [...this.#reasons.values()].sort((a, b) => b.lines - a.lines);
  }
}
