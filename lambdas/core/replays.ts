import { splitLandingName } from '../../glue/landing-name.ts';
import type { DatasetName } from '../../glue/schema.ts';
import { StaleObjectError } from './errors.ts';
import type { LandingObject, ReplayOrigin } from './landing.ts';
import { type LoadRecord, putLoadRecord, type ReadRecord, readLoadRecord } from './ledger.ts';
import type { ObjectStore } from './object-store.ts';
import { toUnloadedRecord } from './unload-object.ts';

/*
 * A replay is a landing object of corrected lines. It lands beside its original and its name says which that is,
 * on a laptop as on S3: `2021-10-04.jsonl` → `2021-10-04-replay-1.jsonl`. The name sorts before the original's and
 * after the day before, so that an equal row of a newer export of the original wins; and the record notes the
 * version of the original whose lines it corrects: once the original has another, the replay is withdrawn.
 *
 * Whoever commits reads the other side afterwards: an original its replays, a replay its original. So whichever
 * of two commits comes second sees the first, and a crash in between is healed by the next load of either.
 */

/** The number of a replay in its name. Old names, `x.replay-1.jsonl`, sort after the original and are still known. */
const named = /^(.+)-replay-\d+$/i;
const namedOfOld = /^(.+)\.replay-\d+\.jsonl$/i;
/** What a record says that was withdrawn. */
export const originalReplaced = 'original_replaced';

/** The key that a replay of a landing object lands under; of a replay, that of another one of its original. */
export function toReplayKey(landingKey: string, number: number): string {
  const [original = landingKey] = toOriginalKeys(landingKey);
  const [stem, ending] = splitLandingName(original);
  return `${stem}-replay-${number}${ending}`;
}

/** The numbers of an object's replays in the order in which names sort: 1 … 9, then 91 … 99, then 991 … */
export function* replayNumbers(): Generator<number, never> {
  for (let number = 1; ; number = number % 10 === 9 ? number * 10 + 1 : number + 1) yield number;
}

/** The keys that an object's name says it may be a replay of; none where it is no replay's name. */
export function toOriginalKeys(landingKey: string): string[] {
  const [stem, ending] = splitLandingName(landingKey);
  const [, original] = (ending && named.exec(stem)) || [];
  if (original !== undefined) return [`${original}${ending}`];
  const [, old] = namedOfOld.exec(landingKey) ?? [];
  return old === undefined ? [] : [`${old}.jsonl`, `${old}.jsonl.gz`];
}

/**
 * What an object corrects: as it says itself, or as its name does, with the version that the original has now.
 * A version that is read again keeps what was noted of it.
 *
 * @returns undefined where it is no replay
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
 * Notes the version of an original that is about to be replaced in those of its replays that note none: they
 * landed before it, or were loaded by a Betlake that noted nothing.
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
 * Withdraws the replays of an original that correct another version of it than the one that is current, and the
 * replays of those.
 *
 * @returns the withdrawn ones whose days must still be invalidated, of earlier calls too
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

/** Withdraws a replay whose original has another version by now than the one that it corrects. */
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

/** The records of an object's replays, by their numbers, which have no gap; of a replay, none. */
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

/** Puts what `change` makes of a record, of the newer one where somebody else was faster; nothing where it is the same. */
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
