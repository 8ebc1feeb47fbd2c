import { inject } from 'vitest';
import type { LakeQueries } from '../../client/queries/result.ts';
import { runDuckDb } from '../../client/queries/run-duckdb.ts';
import type { TempLake } from '../client/local/temp-lake.ts';
import { type DeployedCatalog, deployCatalog } from './deploy-catalog.ts';
import type { TrinoPlace } from './query-trino.ts';
import { toTrinoQueries } from './trino-queries.ts';
import { uploadLake } from './upload-lake.ts';

/** One lake, to be queried on both engines: in a folder by DuckDB, in a bucket by Trino. */
export interface TwinLake {
  readonly folder: string;
  readonly catalog: DeployedCatalog;
  readonly place: TrinoPlace;
  readonly trino: LakeQueries;
  /** Queries the folder's lake with DuckDB, as it is when the query begins. */
  withDuckDb<T>(use: (lake: LakeQueries) => Promise<T>): Promise<T>;
}

/**
 * Puts a local lake before Trino as well.
 *
 * @param stage names its catalog; used once a run
 * @param firstDate the first day of the catalog's partitions: each day from there to today is a request to S3
 *   where a query says no date
 */
export async function makeTwin(lake: TempLake, stage: string, firstDate: string): Promise<TwinLake> {
  const catalog = await deployCatalog(stage, firstDate);
  await uploadLake(lake.folder, catalog.bucket);
  const place = { url: inject('trino'), schema: catalog.database };
  return {
    folder: lake.folder,
    catalog,
    place,
    trino: toTrinoQueries(place),
    withDuckDb: (use) =>
      lake.read((connection) =>
        use({ engine: 'duckdb', debits: 'negative', run: (sql) => runDuckDb(connection, sql) }),
      ),
  };
}
