import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { LocalLake } from '../../client/local/lake.ts';
import { toDateTime } from '../../glue/calendar.ts';
import { toSqlText } from '../../glue/sql.ts';
import { curatedFileKey, newAttempt, toLoadId } from '../../lambdas/core/keys.ts';
import { emptyRecord, putLoadRecord } from '../../lambdas/core/ledger.ts';
import { type DayOfBets, toBetsSql, toLandingKey } from './day-of-bets.ts';

/**
 * Puts a day of generated bets into a lake as if its files had landed: curated files as the converter writes them,
 * and the ledger's records. Its activity is not computed.
 *
 * @returns the rows
 */
export async function makeBets(lake: LocalLake, day: DayOfBets): Promise<number> {
  let rowsCount = 0;
  for (let file = 0; file < day.filesCount; file++) {
    const landingKey = toLandingKey(day, file);
    const loadId = toLoadId(landingKey);
    const attempt = newAttempt(lake.now());
    const path = join(lake.scratch, `${attempt}.parquet`);
    await lake.engine.run(
      `copy (${toBetsSql(day, file)}) to ${toSqlText(path)} (format parquet, codec 'zstd')`,
    );
    const [counted] = await lake.engine.rows(
      `select num_rows as n from parquet_file_metadata(${toSqlText(path)})`,
    );
    const rows = Number(counted?.n);
    const { size } = await stat(path);
    const key = curatedFileKey('bets', day.date, { loadId, attempt, converter: 'bench' });
    await lake.store.putFile(key, path);
    await putLoadRecord(
      lake.store,
      {
        ...emptyRecord('bets', { key: landingKey, size }, loadId),
        status: 'loaded',
        object_version: attempt,
        converter: 'bench',
        attempt,
        loaded_dt: toDateTime(lake.now()),
        lines: rows,
        accepted: rows,
        dates: [day.date],
        files: [{ date: day.date, key, rows_count: rows }],
      },
      undefined,
    );
    rowsCount += rows;
  }
  return rowsCount;
}
