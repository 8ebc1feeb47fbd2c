import type { DatasetName } from '../../glue/schema.ts';
import { ledgerKey, parseFileKey } from '../core/keys.ts';
import type { Landing } from '../core/landing.ts';
import { type LoadRecord, readRecordAt } from '../core/ledger.ts';
import { mapBounded, requestsAtOnce } from '../core/map-bounded.ts';
import type { ObjectStore } from '../core/object-store.ts';

/**
 * Loads of a data set whose rows or refused lines another converter wrote than today's, by the names of the files
 * that are shown to it. Nothing is noted of them; as long as there are such files, they are found.
 *
 * Of more than `most` loads some are chosen by chance (reservoir sampling), each run others, so that those which
 * cannot be read again, because their landing objects are gone, keep none waiting for ever.
 */
export class OutdatedLoads {
  readonly #converter: string;
  readonly #most: number;
  readonly #chosen: string[] = [];
  readonly #has = new Set<string>();
  #seen = 0;

  /** @param converter the id of today's converter of the data set */
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

  /** The records of those that today's converter has not read. */
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
 * The converter that last read the object: where it refused the newest version, that one, since a refusal may
 * depend on the first date and the limits as much as rows do. None where reading it again is not called for.
 */
function findConverter({ status, converter, error_converter }: LoadRecord): string | null {
  if (status === 'failed') return error_converter;
  return status === 'loaded' ? converter : null;
}
