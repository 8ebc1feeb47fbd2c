import type { DatasetName } from '../../glue/dataset.ts';
import { listLoadRecords, type ReadRecord } from '../lake/ledger.ts';
import type { ObjectStore } from '../lake/object-store.ts';

/** What a sweep holds of a load: the files that count, and since when. */
export interface RecentLoad {
  readonly attempt: string;
  /** When that attempt began. */
  readonly since: Date;
  readonly files: ReadonlySet<string>;
}

/** Loads whose records were written lately, and those of them whose days must still hear of it. */
export interface RecentLoads {
  readonly byLoadId: ReadonlyMap<string, RecentLoad>;
  readonly pending: readonly ReadRecord[];
}

export async function readRecentLoads(
  store: ObjectStore,
  dataset: DatasetName,
  since: Date,
): Promise<RecentLoads> {
  const byLoadId = new Map<string, RecentLoad>();
  const pending: ReadRecord[] = [];
  for await (const read of listLoadRecords(store, dataset, since)) {
    const { load_id, attempt, files } = read.record;
    byLoadId.set(load_id, {
      attempt,
      since: toMoment(read),
      files: new Set(files.map(({ key }) => key)),
    });
    if (read.record.touches.length > 0) pending.push(read);
  }
  return { byLoadId, pending };
}

/** When what a record names began to count, or a little before. */
export function toMoment({ record }: ReadRecord): Date {
  return new Date(`${record.loaded_dt.replace(' ', 'T')}Z`);
}
