import { readFileSync } from 'node:fs';
import { DuckDBInstance } from '@duckdb/node-api';

/* DuckDB alone, typed and by date: nothing is checked, which is the least that the work can cost. */
const [input, folder, columnsFile] = process.argv.slice(2);
const codec = process.env.CODEC ?? 'zstd';
const names = { whole: 'BIGINT', text: 'VARCHAR', instant: 'TIMESTAMP_MS' };
const types = JSON.parse(readFileSync(columnsFile, 'utf8')).map(
  ({ name, kind, precision, scale }) => `${name}: '${names[kind] ?? `DECIMAL(${precision},${scale})`}'`,
);

const instance = await DuckDBInstance.create(':memory:');
const connection = await instance.connect();
await connection.run(`copy (
    select *, 'bets/bench.jsonl' as landing_key, row_number() over () as line_number, bet_dt::date as dt
    from read_json('${input}', format = 'newline_delimited', auto_detect = false, columns = {${types.join(', ')}})
  ) to '${folder}' (format parquet, codec '${codec}', partition_by (dt), overwrite_or_ignore)`);
connection.closeSync();
