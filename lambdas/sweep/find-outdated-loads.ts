import type { DatasetName } from '../../glue/schema.ts';
import { ledgerKey, parseFileKey } from '../core/keys.ts';
import type { Landing } from '../core/landing.ts';
import { type LoadRecord, readRecordAt } from '../core/ledger.ts';
import { mapBounded, requestsAtOnce } from '../core/map-bounded.ts';
import type { ObjectStore } from '../core/object-store.ts';

/**
 * Collects the loads of a data set that another converter than the current one wrote, by the names of their
 * files. No change is recorded anywhere: as long as there are such files, they are found.
 *
 * Of more than `most` loads it keeps a random sample (reservoir sampling), another one in each run, so that
 * loads which cannot be read again, because their landing objects are gone, do not block the others for ever.
 */
export class OutdatedLoads {
  readonly #converter: string;
  readonly #most: number;
  readonly #chosen: string[] = [];
  readonly #has = new Set<string>();
  #seen = 0;

  /** @param converter the id of the current converter of the data set */
  constructor(converter: string, most: number) {
    this.#converter = converter;
    this.#most = most;
  }

  see(key: string): void {
    const { owner, version } = parseFileKey(key);
    if (owner === 'published' || version === this.#converter || this.#has.has(owner)) return;
    this.#seen++;
    const isFull = this.#chosen.length >= this.#most;
    const place = isFull ? Math.floor(Math.random() * this.#seen) : this.#chosen.length;
    if (place >= this.#most) return;
    const replaced = this.#chosen[place];
    if (replaced !== undefined) this.#has.delete(replaced);
    this.#chosen[place] = owner;
    this.#has.add(owner);
  }

  /** The records of those that the current converter has not read. */
  async listRecords(store: ObjectStore, dataset: DatasetName): Promise<LoadRecord[]> {
    const records = await mapBounded(this.#chosen, requestsAtOnce, async (loadId) => {
      const record = (await readRecordAt(store, ledgerKey(dataset, loadId)))?.record;
      const converter = record && findConverter(record);
      return record && converter && converter !== this.#converter ? [record] : [];
    });
    return records.flat();
  }

  /** The landing keys of those that can be read again. */
  async listKeys(store: ObjectStore, landing: Landing, dataset: DatasetName): Promise<string[]> {
    const records = await this.listRecords(store, dataset);
    const keys = await mapBounded(records, requestsAtOnce, async ({ landing_key: key }) =>
      (await landing.find(key)) ? [key] : [],
    );
    return keys.flat();
  }
}

/**
 * The converter that last read the object; for a refused version, the one that refused it, since a refusal
 * depends on the first date and the limits as rows do. Null where the object need not be read again.
 */
function findConverter({ status, converter, error_converter }: LoadRecord): string | null {
  if (status === 'failed') return error_converter;
  return status === 'loaded' ? converter : null;
}
