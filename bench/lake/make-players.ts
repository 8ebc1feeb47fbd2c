import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { typeNames } from '../../glue/column.ts';
import { players } from '../../glue/datasets/players.ts';
import { originColumns } from '../../glue/derive/to-curated-columns.ts';
import { toSqlText } from '../../glue/sql.ts';
import { curatedFileKey, newAttempt, toLoadId } from '../../lambdas/lake/keys.ts';
import { putLoadRecord } from '../../lambdas/lake/ledger.ts';
import { emptyRecord, toDateTime } from '../../lambdas/lake/load-record.ts';
import type { LocalLake } from '../../local/lake.ts';

/** Puts a file of made-up players into a lake as if it had landed; those of the same numbers are the same players. */
export async function makePlayers(lake: LocalLake, date: string, from: number, count: number): Promise<void> {
  const landingKey = `players/${date}.jsonl`;
  const loadId = toLoadId(landingKey);
  const attempt = newAttempt(lake.now());
  const path = join(lake.scratch, `${attempt}.parquet`);
  const said: Readonly<Record<string, string>> = {
    partner_company_id: '133',
    player_code: `printf('%016X', hash(range, 'player'))`,
    language_code: `'ENG'`,
    gender: `substr('MF', cast(range % 2 + 1 as integer), 1)`,
    city_name: `'City ' || (range % 5000)`,
    post_code: `cast(10000 + range % 80000 as varchar)`,
    country_code: `(['FI', 'SE', 'DE', 'NO', 'EE'])[range % 5 + 1]`,
    player_ccy_code: `(['EUR', 'SEK', 'EUR', 'NOK', 'EUR'])[range % 5 + 1]`,
    landing_key: toSqlText(landingKey),
    line_number: `range - ${from} + 1`,
  };
  const columns = [...players.columns, ...originColumns].map(
    ({ name, type }) => `cast(${said[name] ?? 'null'} as ${typeNames(type).duckdb}) as ${name}`,
  );
  await lake.engine.run(
    `copy (select ${columns.join(', ')} from range(${from}, ${from + count})) to ${toSqlText(path)} (format parquet, codec 'zstd')`,
  );
  const { size } = await stat(path);
  const key = curatedFileKey('players', date, loadId, attempt);
  await lake.store.putFile(key, path);
  const record = {
    ...emptyRecord('players', { key: landingKey, size }, loadId),
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
