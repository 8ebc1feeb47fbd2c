import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { toDateTime } from '../../glue/calendar.ts';
import { typeNames } from '../../glue/column.ts';
import type { DatasetName } from '../../glue/dataset.ts';
import { datasets } from '../../glue/datasets.ts';
import { originColumns } from '../../glue/derive/to-curated-columns.ts';
import { toSqlText } from '../../glue/sql.ts';
import { curatedFileKey, newAttempt, toLoadId } from '../../lambdas/lake/keys.ts';
import { putLoadRecord } from '../../lambdas/lake/ledger.ts';
import { emptyRecord } from '../../lambdas/lake/load-record.ts';
import type { LocalLake } from '../../local/lake.ts';

/** Rows of players or games by number, as SQL over `range`: the same numbers are the same rows. */
export interface MadeRows {
  readonly dataset: Exclude<DatasetName, 'bets'>;
  /** Columns by name; the others are NULL. */
  readonly said: Readonly<Record<string, string>>;
}

/** Puts a file of made-up players or games into a lake as if it had landed. */
export async function makeRows(
  lake: LocalLake,
  { dataset, said }: MadeRows,
  date: string,
  from: number,
  count: number,
): Promise<void> {
  const landingKey = `${dataset}/${date}.jsonl`;
  const loadId = toLoadId(landingKey);
  const attempt = newAttempt(lake.now());
  const path = join(lake.scratch, `${attempt}.parquet`);
  const all: Readonly<Record<string, string>> = {
    ...said,
    landing_key: toSqlText(landingKey),
    line_number: `range - ${from} + 1`,
  };
  const columns = [...datasets[dataset].columns, ...originColumns].map(
    ({ name, type }) => `cast(${all[name] ?? 'null'} as ${typeNames(type).duckdb}) as ${name}`,
  );
  await lake.engine.run(
    `copy (select ${columns.join(', ')} from range(${from}, ${from + count})) to ${toSqlText(path)} (format parquet, codec 'zstd')`,
  );
  const { size } = await stat(path);
  const key = curatedFileKey(dataset, date, { loadId, attempt, converter: 'bench' });
  await lake.store.putFile(key, path);
  const record = {
    ...emptyRecord(dataset, { key: landingKey, size }, loadId),
    status: 'loaded' as const,
    object_version: attempt,
    converter: 'bench',
    attempt,
    loaded_dt: toDateTime(lake.now()),
    lines: count,
    accepted: count,
    dates: [date],
    files: [{ date, key, rows_count: count }],
  };
  await putLoadRecord(lake.store, record, undefined);
}
