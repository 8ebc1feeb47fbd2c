import type { DatasetName } from '../../glue/dataset.ts';
import { listLoadRecords, type ReadRecord } from '../lake/ledger.ts';
import type { ObjectStore } from '../lake/object-store.ts';

/** What a sweep holds of a load: the live files, and since when. */
interface RecentLoad {
  readonly attempt: string;
  /** When that attempt began. */
  readonly since: Date;
  readonly files: ReadonlySet<string>;
}

/** Loads whose records were written lately, and those of them with days that are still to be refreshed. */
export interface RecentLoads {
  readonly byLoadId: ReadonlyMap<string, RecentLoad>;
  readonly pending: readonly ReadRecord[];
}

/**
 * Loads whose records were written since a time, a number of them at a time: a week of small files may be
 * more than a function can hold.
 */
export async function* listRecentLoads(
  store: ObjectStore,
  dataset: DatasetName,
  since: Date,
): AsyncGenerator<RecentLoads> {
  let byLoadId = new Map<string, RecentLoad>();
  let pending: ReadRecord[] = [];
  for await (const read of listLoadRecords(store, dataset, since)) {
    const { load_id, attempt, files, invalidations } = read.record;
    const keys = new Set(files.map(({ key }) => key));
    byLoadId.set(load_id, { attempt, since: toLoadTime(read), files: keys });
    if (invalidations.length > 0) pending.push(read);
    if (byLoadId.size < loadsAtOnce) continue;
    yield { byLoadId, pending };
    byLoadId = new Map();
    pending = [];
  }
  if (byLoadId.size > 0) yield { byLoadId, pending };
}

/** When what a record names became live, or a little before. */
export function toLoadTime({ record }: ReadRecord): Date {
  return new Date(`${record.loaded_dt.replace(' ', 'T')}Z`);
}

/** About 100 MiB with two dates each; every manifest is read once for so many. */
const loadsAtOnce = 50_000;
