import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { addDays, toDate, toDateTime } from '../../glue/calendar.ts';
import { type DebitSigns, debitNames } from '../../glue/debit-signs.ts';
import type { Dataset } from '../../glue/schema.ts';
import type { Engine } from '../core/engine.ts';
import { LoadFault, type LoadFaultCode, StaleObjectError } from '../core/errors.ts';
import { curatedFileKey, type FileOfLoad, newAttempt, quarantineFileKey, toLoadId } from '../core/keys.ts';
import type { LandingObject } from '../core/landing.ts';
import {
  emptyRecord,
  type LoadRecord,
  mergeDates,
  putLoadRecord,
  type ReadRecord,
  readLoadRecord,
} from '../core/ledger.ts';
import type { ObjectStore } from '../core/object-store.ts';
import {
  findReplayOrigin,
  noteOriginalVersion,
  withdrawIfOvertaken,
  withdrawReplays,
} from '../core/replays.ts';
import { type ConvertLimits, convertObject } from './convert-object.ts';
import { toConverterId } from './converter-id.ts';
import { dash, zero } from './read/ascii.ts';
import type { DateRange } from './read/line-reader.ts';

/** What a version would put in the place of the one that is current. */
export type Replacement = Pick<LoadRecord, 'accepted' | 'dates'>;

/**
 * Asked before a version replaces another: says why it may not, in words for whoever brought it. What is current
 * then stays, and the record says `failed`, `not_replaced`.
 */
export type ReplacementGuard = (current: LoadRecord, next: Replacement) => string | undefined;

/**
 * What a version would drop that a correction would keep: every row, or every date. It is then more likely the
 * next export under the name of the last one, or a file that was cut to nothing.
 */
export function findDrop(
  dataset: Dataset,
  current: LoadRecord,
  next: Replacement,
): 'all_rows' | 'all_dates' | undefined {
  if (current.accepted === 0) return undefined;
  if (next.accepted === 0) return 'all_rows';
  // Only where rows tell their dates does another date mean other rows.
  if (dataset.partition.by !== 'column') return undefined;
  return next.dates.some((date) => current.dates.includes(date)) ? undefined : 'all_dates';
}

/** What loads stand on. */
export interface LoadContext {
  readonly store: ObjectStore;
  readonly engine: Engine;
  /** A folder for the work of a load; each attempt has its own below it, removed at the end. */
  readonly scratch: string;
  readonly now: () => Date;
  /** The first day a bet may have; the last is the day after the load. */
  readonly firstDate: string;
  readonly limits: ConvertLimits;
  /** Aborted when there is no time left: a load then ends between two steps, with nothing committed. @default never */
  readonly signal?: AbortSignal;
}

/** What became of one landing object. */
export interface LoadOutcome extends ReadRecord {
  /** `failed`: the newest version was refused as a whole, or is a replay of a version that was replaced. */
  readonly status: 'loaded' | 'replaced' | 'unchanged' | 'failed';
  /** Replays of the object that were withdrawn, whose days the caller invalidates as it does the object's own. */
  readonly withdrawn: readonly ReadRecord[];
}

/**
 * Loads one landing object into the lake: converts it, writes its files under names used once, and commits
 * them by one conditional put of the ledger's record. Nothing is visible before that put; whoever loses it
 * starts over on what the winner left. Any number of calls for one object, at once or one after another,
 * come to the same end. The record names the days that the load invalidates; the caller sends and then clears them.
 *
 * @param find looks the object up as it is now; called after the record was read, each time it is read, so
 *   that an older version can never be committed over a newer one
 * @param mayReplace what keeps a version from replacing another; @default nothing, as on S3, where to overwrite an
 *   object is to say so
 * @returns the record that stands now, `failed` where the object was refused as a whole, `unchanged` where this
 *   version was loaded or refused before; undefined where there is no such object, which changes nothing
 * @throws whatever the store or the engine throws: nothing was committed, try again
 */
export async function loadObject(
  context: LoadContext,
  dataset: Dataset,
  landingKey: string,
  find: () => Promise<LandingObject | undefined>,
  mayReplace?: ReplacementGuard,
): Promise<LoadOutcome | undefined> {
  const converter = toConverterId(dataset, context);
  for (;;) {
    context.signal?.throwIfAborted();
    const current = await readLoadRecord(context.store, dataset.name, landingKey);
    const object = await find();
    if (!object) return undefined;
    try {
      if (current && isSettled(current.record, object, converter)) {
        const record = { ...current.record, source: object.source ?? null };
        if (record.source === current.record.source)
          return settleReplays(context, { ...current, status: 'unchanged' }, current);
        // The same content at another path: the file was moved.
        const etag = await putLoadRecord(context.store, record, current.etag);
        return settleReplays(context, { record, etag, status: 'unchanged' }, current);
      }
      if (current && current.record.object_version !== object.version)
        await noteOriginalVersion(context.store, current.record);
      const record = await convertAndStore(context, dataset, object, converter, current?.record, mayReplace);
      context.signal?.throwIfAborted();
      const etag = await putLoadRecord(context.store, record, current?.etag);
      const status =
        record.status !== 'loaded' ? 'failed' : current?.record.object_version ? 'replaced' : 'loaded';
      return settleReplays(context, { record, etag, status }, current);
    } catch (error) {
      if (!(error instanceof StaleObjectError)) throw error;
    }
  }
}

/** Withdraws what has been overtaken: replays of the object or, where it is a replay, the object itself. */
async function settleReplays(
  { store, now }: LoadContext,
  outcome: Omit<LoadOutcome, 'withdrawn'>,
  before: ReadRecord | undefined,
): Promise<LoadOutcome> {
  if (outcome.record.replay_of !== null) {
    const settled = await withdrawIfOvertaken(store, outcome, now());
    if (settled.etag === outcome.etag) return { ...outcome, withdrawn: [] };
    return { ...settled, status: 'failed', withdrawn: [] };
  }
  // An object that was never loaded before has no replays that correct another version.
  const withdrawn = before ? await withdrawReplays(store, outcome.record, now()) : [];
  return { ...outcome, withdrawn };
}

/** Whether what the record says is what loading this version again would come to, a refusal included. */
function isSettled(record: LoadRecord, object: LandingObject, converter: string): boolean {
  if (record.status === 'failed')
    return record.error_version === object.version && record.error_converter === converter;
  if (record.object_version !== object.version) return false;
  return record.status === 'unloaded' || record.converter === converter;
}

/** Converts and writes the files of one attempt; what comes back is the record that would commit them. */
async function convertAndStore(
  context: LoadContext,
  dataset: Dataset,
  object: LandingObject,
  converter: string,
  current: LoadRecord | undefined,
  mayReplace: ReplacementGuard | undefined,
): Promise<LoadRecord> {
  const { store, engine, limits, signal } = context;
  const origin = await findReplayOrigin(store, dataset.name, object, current);
  const now = context.now();
  const loadId = toLoadId(object.key);
  const attempt = newAttempt(now);
  const file: FileOfLoad = { loadId, attempt, converter };
  const folder = join(context.scratch, `${loadId}.${attempt}`);
  try {
    const dates = toDateRange(context.firstDate, now);
    const converted = await convertObject({
      dataset,
      object,
      attempt,
      engine,
      folder,
      dates,
      limits,
      signal,
    });
    const { fault } = converted;
    if (fault && current && countsForAnything(current) && !isRefusedBySettings(fault, object, current))
      return toFailed(current, object, fault, converter, now);
    if (current?.object_version && current.object_version !== object.version) {
      const dates = converted.files.map(({ date }) => date);
      const refusal = mayReplace?.(current, { accepted: converted.accepted, dates });
      if (refusal !== undefined) throw new LoadFault('not_replaced', refusal);
    }
    const files = converted.files.map(({ date, rowsCount }) => ({
      date,
      key: curatedFileKey(dataset.name, date, file),
      rows_count: rowsCount,
    }));
    for (const [index, { key }] of files.entries()) {
      signal?.throwIfAborted();
      await store.putFile(key, (converted.files[index] as { path: string }).path);
    }
    const quarantineKey = await storeQuarantine(context, dataset, converted.quarantinePath, file, now);
    const record: LoadRecord = {
      ...emptyRecord(dataset.name, object, loadId),
      status: 'loaded',
      object_version: object.version,
      replay_of: origin?.landingKey ?? null,
      replay_of_version: origin?.version ?? null,
      replayed_lines: origin?.lines ? [...origin.lines] : null,
      converter,
      attempt,
      loaded_dt: toDateTime(now),
      // Where too many lines were refused, not all were read: there is nothing that the counts would be of.
      ...(fault?.code !== 'too_many_faults' && {
        lines: converted.lines,
        accepted: converted.accepted,
        quarantined: converted.quarantined,
        blank: converted.blank,
        unknown_fields: { ...converted.unknownFields },
        ...converted.debits,
      }),
      dates: files.map(({ date }) => date),
      files,
      quarantine_key: quarantineKey,
      invalidations: mergeDates(
        current?.invalidations,
        current?.dates,
        files.map(({ date }) => date),
      ),
    };
    // Nothing else stands that its lines could be seen beside: they are kept as those of a version that counts.
    return fault ? toFailed({ ...record, object_version: null }, object, fault, converter, now) : record;
  } catch (error) {
    if (!(error instanceof LoadFault)) throw error;
    const former = current && countsForAnything(current) ? current : undefined;
    const nothing = {
      ...emptyRecord(dataset.name, object, loadId),
      loaded_dt: toDateTime(now),
      invalidations: current?.invalidations ?? [],
    };
    return toFailed(former ?? nothing, object, error, converter, now);
  } finally {
    // Of few files: a call that blocks takes a fraction of the CPU.
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Whether a version of the object was loaded or taken out, which a refusal of a newer one leaves as it is. */
function countsForAnything({ status, object_version, files }: LoadRecord): boolean {
  return status !== 'failed' || object_version !== null || files.length > 0;
}

/**
 * Whether the version that counts is itself refused now, every line of it, because settings or the converter have
 * changed: its rows go, as those of a version go of which only some lines are refused.
 */
function isRefusedBySettings({ code }: LoadFault, object: LandingObject, current: LoadRecord): boolean {
  return code === 'no_line_accepted' && current.object_version === object.version;
}

/** The record of a refusal: the reason beside what stands. */
function toFailed(
  current: LoadRecord,
  object: LandingObject,
  { code, message }: LoadFault,
  converter: string,
  now: Date,
): LoadRecord {
  return {
    ...current,
    status: 'failed',
    error_code: code,
    error_message: `${object.key}: ${message}`,
    error_version: object.version,
    error_converter: mayLoadLater(code) ? null : converter,
    error_dt: toDateTime(now),
  };
}

/** Whether the same version may load the next time: once it is written to the end, or may replace what stands. */
function mayLoadLater(code: LoadFaultCode): boolean {
  return code === 'changed_while_read' || code === 'not_replaced';
}

async function storeQuarantine(
  { store }: LoadContext,
  dataset: Dataset,
  path: string | null,
  file: FileOfLoad,
  now: Date,
): Promise<string | null> {
  if (path === null) return null;
  const key = quarantineFileKey(dataset.name, toDate(now), file);
  await store.putFile(key, path);
  return key;
}

/** The days a bet may have, as of a load: to the day after it, because a platform's clock may be ahead. */
export function toDateRange(firstDate: string, now: Date): DateRange {
  return { first: firstDate, last: addDays(toDate(now), 1) };
}

/** Counts accepted rows by the sign of their debits, as they are read. */
export class DebitCounter {
  /** The places of the debits among the columns; none in a data set that has no debits. */
  readonly #columns: readonly number[];
  #negative = 0;
  #positive = 0;

  constructor({ columns }: Dataset) {
    this.#columns = debitNames.map((name) => columns.findIndex((column) => column.name === name));
    if (this.#columns.includes(-1)) this.#columns = [];
  }

  /** @param offsets where the row's values lie, as the line matcher notes them */
  addOffsets(bytes: Buffer, offsets: Int32Array): void {
    let [isNegative, isPositive] = [false, false];
    for (const column of this.#columns) {
      const start = offsets[column * 2] as number;
      if (!holdsDigit(bytes, start, offsets[column * 2 + 1] as number)) continue;
      if (bytes[start] === dash) isNegative = true;
      else isPositive = true;
    }
    this.#add(isNegative, isPositive);
  }

  /** @param texts the row's values in canonical form, as the strict reader gives them */
  addTexts(texts: readonly (string | null)[]): void {
    const debits = this.#columns.map((column) => texts[column] ?? '').filter((text) => /[1-9]/.test(text));
    const isNegative = debits.some((text) => text.startsWith('-'));
    this.#add(
      isNegative,
      debits.some((text) => !text.startsWith('-')),
    );
  }

  #add(isNegative: boolean, isPositive: boolean): void {
    if (isNegative) this.#negative++;
    if (isPositive) this.#positive++;
  }

  toCounts(): DebitSigns {
    return this.#columns.length === 0
      ? { debits_negative: null, debits_positive: null }
      : { debits_negative: this.#negative, debits_positive: this.#positive };
  }
}

/** Whether a number is not zero. */
function holdsDigit(bytes: Buffer, start: number, end: number): boolean {
  for (let at = start; at < end; at++) if ((bytes[at] as number) > zero) return true;
  return false;
}
