import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { LocalLake } from '../../client/local/lake.ts';
import { toDateTime } from '../../glue/calendar.ts';
import { originColumns } from '../../glue/curated.ts';
import { datasets } from '../../glue/datasets/index.ts';
import { type DatasetName, typeNames } from '../../glue/schema.ts';
import { toSqlText } from '../../glue/sql.ts';
import { curatedFileKey, newAttempt, toLoadId } from '../../lambdas/core/keys.ts';
import { emptyRecord, putLoadRecord } from '../../lambdas/core/ledger.ts';

/** Games of the bets that `makeBets` makes; the bets' first game is 1. */
export const madeGames: MadeRows = {
  dataset: 'games',
  values: {
    game_id: 'range',
    game_name: `'Game ' || range`,
    game_category_code: `case when range % 8 = 0 then 'C' else 'S' end`,
    game_type_code: `(['3rd party', '3rd party', 'Non Branded', null, '3rd Party', 'Live Casino'])[range % 6 + 1]`,
  },
};

/** Players of the bets that `makeBets` makes. */
export const madePlayers: MadeRows = {
  dataset: 'players',
  values: {
    partner_company_id: '133',
    player_code: `printf('%016X', hash(range, 'player'))`,
    language_code: `'ENG'`,
    gender: `substr('MF', cast(range % 2 + 1 as integer), 1)`,
    city_name: `'City ' || (range % 5000)`,
    post_code: `cast(10000 + range % 80000 as varchar)`,
    country_code: `(['IE', 'IE', 'GB', 'CA', 'SI', 'ZA', 'FI', 'NO'])[range % 8 + 1]`,
    player_ccy_code: `(['EUR', 'EUR', 'GBP', 'CAD', 'EUR', 'ZAR', 'EUR', 'EUR'])[range % 8 + 1]`,
  },
};

/** Rows of players or games by number, as SQL over `range`: the same numbers are the same rows. */
export interface MadeRows {
  readonly dataset: Exclude<DatasetName, 'bets'>;
  /** The SQL of columns, by name; the others are NULL. */
  readonly values: Readonly<Record<string, string>>;
}

/** Puts a file of generated players or games into a lake as if it had landed. */
export async function makeRows(
  lake: LocalLake,
  { dataset, values }: MadeRows,
  date: string,
  from: number,
  count: number,
): Promise<void> {
  const landingKey = `${dataset}/${date}.jsonl`;
  const loadId = toLoadId(landingKey);
  const attempt = newAttempt(lake.now());
  const path = join(lake.scratch, `${attempt}.parquet`);
  const all: Readonly<Record<string, string>> = {
    ...values,
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
