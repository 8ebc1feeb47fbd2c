import { splitLandingName } from '../../glue/landing-name.ts';
import type { DatasetName } from '../../glue/schema.ts';
import { StaleObjectError } from './errors.ts';
import type { LandingObject, ReplayOrigin } from './landing.ts';
import { type LoadRecord, putLoadRecord, type ReadRecord, readLoadRecord } from './ledger.ts';
import type { ObjectStore } from './object-store.ts';
import { toUnloadedRecord } from './unload-object.ts';

/*
 * A replay is a landing object of corrected lines. It lands beside its original and is named after it, on a
 * laptop as on S3: `2021-10-04.jsonl` → `2021-10-04-replay-1.jsonl`. The name sorts after the day before and
 * before the original's name, so that an equal row of a newer export of the original wins. Its record names the
 * version of the original whose lines it corrects: once the original has another version, the replay is
 * withdrawn.
 *
 * After each commit the other side is read: after an original its replays, after a replay its original. So the
 * second of two commits sees the first, and the next load of either repairs what a crash in between left.
 */

/**
 * The name of a replay. Names of earlier versions, `x.replay-1.jsonl`, sort after the original and are still
 * recognized.
 */
const named = /^(.+)-replay-\d+$/i;

const namedOfOld = /^(.+)\.replay-\d+\.jsonl$/i;

/** The `error_code` of the record of a withdrawn replay. */
export const originalReplaced = 'original_replaced';

/** The key of a landing object's replay with a number; for a replay, the key of another replay of its original. */
export function toReplayKey(landingKey: string, number: number): string {
  const [original = landingKey] = toOriginalKeys(landingKey);
  const [stem, ending] = splitLandingName(original);
  return `${stem}-replay-${number}${ending}`;
}

/** The numbers of an object's replays in the order in which their names sort: 1 … 9, then 91 … 99, then 991 … */
export function* replayNumbers(): Generator<number, never> {
  for (let number = 1; ; number = number % 10 === 9 ? number * 10 + 1 : number + 1) yield number;
}

/** The keys of which an object may be a replay, by its name; none where it is not named as a replay. */
export function toOriginalKeys(landingKey: string): string[] {
  const [stem, ending] = splitLandingName(landingKey);
  const [, original] = (ending && named.exec(stem)) || [];
  if (original !== undefined) return [`${original}${ending}`];
  const [, old] = namedOfOld.exec(landingKey) ?? [];
  return old === undefined ? [] : [`${old}.jsonl`, `${old}.jsonl.gz`];
}

/**
 * What an object corrects: as the object declares, or by its name, with the current version of the original. A
 * version that is read again keeps what its record has.
 *
 * @returns undefined where it is not a replay
 */
export async function findReplayOrigin(
  store: ObjectStore,
  dataset: DatasetName,
  object: LandingObject,
  current: LoadRecord | undefined,
): Promise<ReplayOrigin | undefined> {
  if (object.replay) return object.replay;
  if (current?.replay_of && current.replay_of_version !== null) {
    const isSame = current.object_version === null || current.object_version === object.version;
    const { replay_of: landingKey, replay_of_version: version, replayed_lines: lines } = current;
    if (isSame) return { landingKey, version, lines };
  }
  const [likely, ...others] = toOriginalKeys(object.key);
  if (likely === undefined) return undefined;
  for (const landingKey of [likely, ...others]) {
    const original = await readLoadRecord(store, dataset, landingKey);
    if (original) return { landingKey, version: original.record.object_version, lines: null };
  }
  return { landingKey: likely, version: null, lines: null };
}

/**
 * Writes the version of an original that is about to be replaced into the records of its replays that have
 * none: they landed before it, or an earlier version of Betlake loaded them.
 */
export async function noteOriginalVersion(store: ObjectStore, original: LoadRecord): Promise<void> {
  const { landing_key: landingKey, object_version: version } = original;
  if (version === null) return;
  for (const replay of await readReplays(store, original)) {
    const { replay_of: of, replay_of_version: noted } = replay.record;
    if (noted !== null || (of ?? landingKey) !== landingKey) continue;
    await changeRecord(store, replay, (record) =>
      record.replay_of_version === null
        ? { ...record, replay_of: landingKey, replay_of_version: version }
        : record,
    );
  }
}

/**
 * Withdraws the replays of an original that correct another version of it than the current one, and the replays
 * of those.
 *
 * @returns the withdrawn replays whose days must still be invalidated, those of earlier calls included
 */
export async function withdrawReplays(
  store: ObjectStore,
  original: LoadRecord,
  now: Date,
): Promise<ReadRecord[]> {
  const known = new Map([[original.landing_key, original]]);
  const withdrawn: ReadRecord[] = [];
  for (const replay of await readReplays(store, original)) {
    const corrected = known.get(replay.record.replay_of ?? '');
    const settled = await withdrawIfOutdated(store, replay, corrected, now);
    known.set(settled.record.landing_key, settled.record);
    if (isWithdrawn(settled.record) && settled.record.invalidations.length > 0) withdrawn.push(settled);
  }
  return withdrawn;
}

/** Withdraws a replay if its original no longer has the version that it corrects. */
export async function withdrawIfOvertaken(
  store: ObjectStore,
  replay: ReadRecord,
  now: Date,
): Promise<ReadRecord> {
  const { dataset, replay_of: originalKey } = replay.record;
  if (originalKey === null) return replay;
  const original = await readLoadRecord(store, dataset, originalKey);
  return withdrawIfOutdated(store, replay, original?.record, now);
}

/** The records of an object's replays, by their numbers, which have no gaps; none for a replay. */
export async function readReplays(
  store: ObjectStore,
  { dataset, landing_key: original }: Pick<LoadRecord, 'dataset' | 'landing_key'>,
): Promise<ReadRecord[]> {
  if (toOriginalKeys(original).length > 0) return [];
  const stem = original.replace(/\.jsonl(\.gz)?$/i, '');
  const namings = [(number: number) => toReplayKey(original, number)];
  if (stem !== original) namings.push((number) => `${stem}.replay-${number}.jsonl`);
  const replays: ReadRecord[] = [];
  for (const toKey of namings) {
    for (const number of replayNumbers()) {
      const replay = await readLoadRecord(store, dataset, toKey(number));
      if (!replay) break;
      replays.push(replay);
    }
  }
  return replays;
}

async function withdrawIfOutdated(
  store: ObjectStore,
  replay: ReadRecord,
  original: LoadRecord | undefined,
  now: Date,
): Promise<ReadRecord> {
  if (!original) return replay;
  return changeRecord(store, replay, (record) => {
    if (!isOutdated(record, original)) return record;
    return {
      ...toUnloadedRecord(record, now),
      error_code: originalReplaced,
      error_message: `${record.landing_key}: corrects lines of a version of ${original.landing_key} that was replaced since; what is still refused of the newer one is shown by: betlake quarantine`,
      error_version: record.object_version,
      error_dt: toUnloadedRecord(record, now).loaded_dt,
    };
  });
}

function isOutdated(replay: LoadRecord, original: LoadRecord): boolean {
  if (replay.status === 'unloaded' || replay.replay_of !== original.landing_key) return false;
  const { replay_of_version: noted } = replay;
  const { object_version: version } = original;
  return isWithdrawn(original) || (noted !== null && version !== null && noted !== version);
}

function isWithdrawn(record: LoadRecord): boolean {
  return record.status === 'unloaded' && record.error_code === originalReplaced;
}

/**
 * Replaces a record by what `change` returns for it; starts over from the newer record where another writer replaced
 * it. Writes nothing where `change` returns the same record.
 */
async function changeRecord(
  store: ObjectStore,
  read: ReadRecord,
  change: (record: LoadRecord) => LoadRecord,
): Promise<ReadRecord> {
  for (let current = read; ; ) {
    const record = change(current.record);
    if (record === current.record) return current;
    try {
      return { record, etag: await putLoadRecord(store, record, current.etag) };
    } catch (error) {
      if (!(error instanceof StaleObjectError)) throw error;
      const newer = await readLoadRecord(store, record.dataset, record.landing_key);
      if (!newer) throw error;
      current = newer;
    }
  }
}
