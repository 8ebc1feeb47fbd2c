import { deployCatalog } from '../../test/trino/deploy-catalog.ts';
import { queryTrino, TrinoError } from '../../test/trino/query-trino.ts';
import { startTrinoOverEmulator } from '../../test/trino/server/start-trino-over-emulator.ts';
import { uploadLake } from '../../test/trino/upload-lake.ts';

/** What Trino used for a query, or why it failed. */
export type TrinoUsage =
  | { readonly seconds: number; readonly inputBytes: number }
  | { readonly refused: string };

/**
 * Queries a lake's rollup with Trino, the engine of Athena, over the template's own catalog in an emulator of Glue and
 * S3 on this machine. The first query runs once before, so that Trino is warm.
 *
 * @param firstYear the first year that the catalog shows
 * @returns the usage of each query; as text, why Trino cannot run on this machine
 */
export async function runOnTrino(
  lake: string,
  firstYear: string,
  questions: readonly string[],
): Promise<readonly TrinoUsage[] | string> {
  const trino = await startTrinoOverEmulator().catch((error: Error) => error);
  if (trino instanceof Error) return trino.message;
  try {
    const { database, bucket } = await deployCatalog('bench', `${firstYear}-01-01`);
    await uploadLake(lake, bucket, ['rollup/']);
    const place = { url: trino.url, schema: database };
    for (const sql of questions.slice(0, 1)) await measureQuery(place, sql);
    const usages: TrinoUsage[] = [];
    for (const sql of questions) usages.push(await measureQuery(place, sql));
    return usages;
  } finally {
    await trino.stop();
  }
}

async function measureQuery(place: { url: string; schema: string }, sql: string): Promise<TrinoUsage> {
  try {
    const { statistics } = await queryTrino(place, sql);
    return { seconds: statistics.milliseconds / 1000, inputBytes: statistics.inputBytes };
  } catch (error) {
    if (error instanceof TrinoError) return { refused: error.message };
    throw error;
  }
}
