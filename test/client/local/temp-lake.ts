import { createHash } from 'node:crypto';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import { type LocalLake, openLakeForWriting } from '../../../client/local/lake.ts';
import { openLakeForReading } from '../../../client/local/query-lake.ts';
import { type FailedDay, refreshInvalidDays } from '../../../client/local/refresh-invalid-days.ts';
import { datasets, isDatasetName } from '../../../glue/datasets/index.ts';
import type { ConvertLimits } from '../../../lambdas/convert/convert-object.ts';
import { type LoadOutcome, loadObject } from '../../../lambdas/convert/load-object.ts';
import type { LandedObject } from '../../oracle/landed-object.ts';
import { type PlainRow, readRows } from './plain-rows.ts';

/** The default time of a load. */
export const now = new Date('2022-01-31T12:00:00Z');

/** An empty folder that goes when the run of tests has ended. */
export async function makeFolder(): Promise<string> {
  return mkdtemp(join(tmpdir(), 'betlake-test-'));
}

export interface IngestOptions {
  /** @default {@link now} */
  readonly now?: Date;
  readonly limits?: Partial<ConvertLimits>;
  /** @default true */
  readonly rollUp?: boolean;
  /** Bytes a read of the object gives at once. @default all */
  readonly chunkBytes?: number;
}

/** What became of some landing objects, and the days that were computed for them. */
export interface Ingested {
  readonly loads: readonly LoadOutcome[];
  readonly days: readonly string[];
  readonly failed: readonly FailedDay[];
}

/** A lake in a folder of its own, filled and read within the test's process. */
export class TempLake {
  readonly folder: string;

  constructor(folder: string) {
    this.folder = folder;
  }

  /** Writes `lake.json`. */
  async configure(configuration: object): Promise<void> {
    await writeFile(join(this.folder, 'lake.json'), JSON.stringify(configuration));
  }

  /** Loads objects in the order given, and refreshes the days that they invalidate. */
  async ingest(objects: readonly LandedObject[], options: IngestOptions = {}): Promise<Ingested> {
    return this.write(options, async (lake) => {
      const loads: LoadOutcome[] = [];
      for (const object of objects) loads.push(await load(lake, object, options.chunkBytes));
      const { days, failed } =
        options.rollUp === false ? { days: [], failed: [] } : await refreshInvalidDays(lake);
      return { loads, days, failed };
    });
  }

  async write<T>(options: IngestOptions, work: (lake: LocalLake) => Promise<T>): Promise<T> {
    const lake = await openLakeForWriting(this.folder, {
      now: () => options.now ?? now,
      ...(options.limits && { limits: options.limits }),
    });
    try {
      return await work(lake);
    } finally {
      lake.close();
    }
  }

  /** Reads one snapshot. */
  async read<T>(work: (connection: DuckDBConnection) => Promise<T>): Promise<T> {
    const reader = await openLakeForReading(this.folder);
    try {
      return await work(reader.connection);
    } finally {
      await reader.close();
    }
  }

  async rows(sql: string): Promise<PlainRow[]> {
    return this.read((connection) => readRows(connection, sql));
  }
}

export async function makeLake(): Promise<TempLake> {
  return new TempLake(await makeFolder());
}

async function load(lake: LocalLake, object: LandedObject, chunkBytes?: number): Promise<LoadOutcome> {
  const [name = ''] = object.key.split('/');
  if (!isDatasetName(name)) throw new Error(`expected a key below a data set, got ${object.key}`);
  const size = object.bytes.length;
  const outcome = await loadObject(lake, datasets[name], object.key, async () => ({
    key: object.key,
    size,
    lastModified: object.lastModified,
    version: createHash('sha256').update(object.bytes).digest('hex'),
    async *open() {
      const step = chunkBytes ?? Math.max(size, 1);
      for (let from = 0; from < size; from += step) yield object.bytes.subarray(from, from + step);
    },
  }));
  if (!outcome) throw new Error(`expected ${object.key} to be there`);
  return outcome;
}
