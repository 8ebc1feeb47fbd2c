import { rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { activity } from '../../glue/rollups/index.ts';
import { typeNames } from '../../glue/schema.ts';
import { toSqlText } from '../../glue/sql.ts';
import { openEngine } from '../../lambdas/core/engine.ts';
import { activityFileKey, activityManifestKey, newAttempt } from '../../lambdas/core/keys.ts';
import { putManifest } from '../../lambdas/core/manifest.ts';
import { openBucket } from './upload-lake.ts';

/** What a day's file holds. */
export interface ActivityDay {
  readonly date: string;
  readonly bytes: number;
}

export interface ActivityOptions {
  readonly bucket: string;
  /** A folder of the test's own. */
  readonly folder: string;
  readonly first: string;
  readonly days: number;
  readonly rowsADay: number;
}

/** Fills the rollup with random days, one file a day as the rollup writes them, large enough for reads to differ measurably. */
export async function writeActivity(options: ActivityOptions): Promise<ActivityDay[]> {
  const { bucket, folder, first, days, rowsADay } = options;
  const store = openBucket(bucket, folder);
  const engine = await openEngine({
    threads: 2,
    memoryLimitMib: 256,
    tempDirectory: folder,
    allowedDirectories: [folder],
  });
  const written: (ActivityDay & { readonly key: string })[] = [];
  try {
    for (let day = 0; day < days; day++) {
      const date = new Date(Date.parse(first) + day * 86_400_000).toISOString().slice(0, 10);
      const path = join(folder, `${date}.parquet`);
      await engine.run(
        `copy (${toRandomDay(date, rowsADay)}) to ${toSqlText(path)} (format parquet, codec 'zstd')`,
      );
      const key = activityFileKey(date, newAttempt(new Date()), 'made');
      await store.putFile(key, path);
      written.push({ date, key, bytes: (await stat(path)).size });
      await rm(path);
    }
  } finally {
    engine.close();
  }
  for (const year of new Set(written.map(({ date }) => date.slice(0, 4)))) {
    const keys = written.filter(({ date }) => date.startsWith(year)).map(({ key }) => key);
    await putManifest(store, activityManifestKey(year), keys, undefined);
  }
  return written;
}

function toRandomDay(date: string, rows: number): string {
  const values: Readonly<Record<string, string>> = {
    bet_date: `date '${date}'`,
    week_start: `date_trunc('week', date '${date}')`,
    player_code: 'upper(md5(cast(range + random() as varchar)))',
  };
  const columns = activity.columns.map(({ name, type }) => {
    const value = values[name] ?? (type.kind === 'text' ? "'A'" : 'floor(random() * 100000)');
    return `cast(${value} as ${typeNames(type).duckdb}) as ${name}`;
  });
  return `select ${columns.join(', ')} from range(${rows}) order by player_code`;
}
