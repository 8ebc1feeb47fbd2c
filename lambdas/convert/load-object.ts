import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { addDays, toDate, toDateTime } from '../../glue/calendar.ts';
import type { Dataset } from '../../glue/schema.ts';
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
import type { DateRange } from './read/line-reader.ts';

/** The rows that a new version would replace the current ones by. */
export type Replacement = Pick<LoadRecord, 'accepted' | 'dates'>;

/**
 * Called before a version replaces another: returns a message for the person who brought it, if it may not. The
 * current version then stays live, and the record becomes `failed`, with `not_replaced`.
 */
export type ReplacementGuard = (current: LoadRecord, next: Replacement) => string | undefined;

/**
 * Whether a version would drop every row or every date, which a correction would keep: it is more likely the
 * next export under the name of the last one, or a truncated file.
 */
export function findDrop(
  dataset: Dataset,
  current: LoadRecord,
  next: Replacement,
): 'all_rows' | 'all_dates' | undefined {
  if (current.accepted === 0) return undefined;
  if (next.accepted === 0) return 'all_rows';
  // Only where rows have their own dates do other dates mean other rows.
  if (dataset.partition.by !== 'column') return undefined;
  return next.dates.some((date) => current.dates.includes(date)) ? undefined : 'all_dates';
}

/** The dependencies of a load. */
export interface LoadContext {
  readonly store: ObjectStore;
  /** A folder for local files; each attempt has a folder of its own below it, which is removed at the end. */
  readonly scratch: string;
  readonly now: () => Date;
  /** The first day a bet may have; the last is the day after the load. */
  readonly firstDate: string;
  readonly limits: ConvertLimits;
  /** Aborted when no time is left: the load then ends between two steps and commits nothing. @default never */
  readonly signal?: AbortSignal;
}

/** The result of loading one landing object. */
export interface LoadOutcome extends ReadRecord {
  /** `failed`: the newest version was refused as a whole, or is a replay of a version that was replaced. */
  readonly status: 'loaded' | 'replaced' | 'unchanged' | 'failed';
  /** Replays of the object that were withdrawn; the caller invalidates their days, too. */
  readonly withdrawn: readonly ReadRecord[];
}

/**
 * Loads one landing object into the lake: converts it, writes its files under names that are used once, and
 * commits them by one conditional put of the ledger's record. Nothing is visible before that put; where another
 * writer has replaced the record, the load starts over. Any number of calls for one object, concurrent or not,
 * have the same result. The record names the days that the load invalidates; the caller sends and then clears
 * them.
 *
 * @param find finds the current version of the object; called each time after the record was read, so that an
 *   older version is never committed over a newer one
 * @param mayReplace may refuse that a version replaces another; @default nothing is refused, as on S3, where
 *   overwriting an object confirms it
 * @returns the current record, with `failed` where the object was refused as a whole and `unchanged` where this
 *   version was loaded or refused before; undefined where there is no such object, which changes nothing
 * @throws errors of the store or the conversion core: nothing was committed, retry
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

/** The days that a bet may have at a load: up to the day after it, because a platform's clock may be ahead. */
export function toDateRange(firstDate: string, now: Date): DateRange {
  return { first: firstDate, last: addDays(toDate(now), 1) };
}

/** Withdraws what the load made outdated: replays of the object or, where it is a replay, the object itself. */
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
  // An object that is loaded for the first time has no replays that correct another version.
  const withdrawn = before ? await withdrawReplays(store, outcome.record, now()) : [];
  return { ...outcome, withdrawn };
}

/** Whether loading this version again would give the same record, a refusal included. */
function isSettled(record: LoadRecord, object: LandingObject, converter: string): boolean {
  if (record.status === 'failed')
    return record.error_version === object.version && record.error_converter === converter;
  if (record.object_version !== object.version) return false;
  return record.status === 'unloaded' || record.converter === converter;
}

/** Converts an object and stores the files of this attempt; returns the record that commits them. */
async function convertAndStore(
  context: LoadContext,
  dataset: Dataset,
  object: LandingObject,
  converter: string,
  current: LoadRecord | undefined,
  mayReplace: ReplacementGuard | undefined,
): Promise<LoadRecord> {
  const { store, limits, signal } = context;
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
      folder,
      dates,
      limits,
      signal,
    });
    const { fault } = converted;
    if (fault && current && hasVersion(current) && !isRefusedBySettings(fault, object, current))
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
      // Where too many lines were refused, not all lines were read, so there are no counts.
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
    // No other version is live, so its refused lines are kept as those of a live version are.
    return fault ? toFailed({ ...record, object_version: null }, object, fault, converter, now) : record;
  } catch (error) {
    if (!(error instanceof LoadFault)) throw error;
    const earlier = current && hasVersion(current) ? current : undefined;
    const nothing = {
      ...emptyRecord(dataset.name, object, loadId),
      loaded_dt: toDateTime(now),
      invalidations: current?.invalidations ?? [],
    };
    return toFailed(earlier ?? nothing, object, error, converter, now);
  } finally {
    // There are few files: the blocking call takes a fraction of the CPU.
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Whether a version of the object was loaded or unloaded, which the refusal of a newer one does not change. */
function hasVersion({ status, object_version, files }: LoadRecord): boolean {
  return status !== 'failed' || object_version !== null || files.length > 0;
}

/**
 * Whether every line of the live version itself is refused now, because settings or the converter have changed:
 * its rows are then removed, as single lines are that are refused now.
 */
function isRefusedBySettings({ code }: LoadFault, object: LandingObject, current: LoadRecord): boolean {
  return code === 'no_line_accepted' && current.object_version === object.version;
}

/** The record of a refusal: the current record with the reason. */
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

/** Whether the same version may be loaded later: once its upload has ended, or once it may replace the current one. */
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
