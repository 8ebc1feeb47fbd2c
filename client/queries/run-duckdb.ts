import type { DuckDBConnection, DuckDBValue } from '@duckdb/node-api';
import { toSqlText } from '../../glue/sql.ts';
import { BetlakeError } from '../../lambdas/core/errors.ts';
import { readKind } from './reading-statement.ts';
import type { Result, Value } from './result.ts';

/**
 * Runs one query that only reads, its rows as they come.
 *
 * @param signal interrupts whatever the connection runs
 * @throws BetlakeError where the text is not one SELECT, or the engine refuses it
 */
export async function runDuckDb(
  connection: DuckDBConnection,
  sql: string,
  signal?: AbortSignal,
): Promise<Result> {
  const interrupt = () => connection.interrupt();
  signal?.addEventListener('abort', interrupt, { once: true });
  try {
    signal?.throwIfAborted();
    await mustOnlyRead(connection, sql);
    const toValue = await loadToValue();
    const stream = await (await connection.prepare(sql)).stream();
    const types = stream.columnTypes().map(String);
    const columns = stream.columnNames().map((name, index) => ({ name, type: types[index] ?? '' }));
    async function* batches() {
      for (
        let chunk = await stream.fetchChunk();
        chunk && chunk.rowCount > 0;
        chunk = await stream.fetchChunk()
      ) {
        yield chunk.getRows().map((row) => row.map(toValue));
      }
      signal?.removeEventListener('abort', interrupt);
    }
    return { columns, batches: batches() };
  } catch (error) {
    signal?.removeEventListener('abort', interrupt);
    if (error instanceof BetlakeError) throw error;
    throw new BetlakeError(explain(error), { cause: error });
  }
}

/**
 * Accepts one SELECT, or EXPLAIN of one, as the engine's own parser reads it. To prepare a statement first and then
 * check its type would be too late: EXPORT DATABASE makes its folder when it is prepared, and EXPLAIN
 * ANALYZE runs the COPY that it explains.
 */
async function mustOnlyRead(connection: DuckDBConnection, sql: string): Promise<void> {
  // In the same words as for Athena, before DuckDB's own about a statement that it does not know.
  readKind(sql);
  const { count } = await connection.extractStatements(sql);
  if (count !== 1) throw new BetlakeError(`expected one statement, got ${count}`);
  const explained = sql.replace(/^\s*explain(\s+analyze)?\b/i, '');
  const serialized = await connection.runAndReadAll(`select json_serialize_sql(${toSqlText(explained)})`);
  const tree = String(serialized.getRows()[0]?.[0]);
  const parsed = JSON.parse(tree) as { readonly error: boolean };
  if (parsed.error) throw new BetlakeError('queries can only read the lake: expected a SELECT');
  const other = findTableFunctions(parsed).find((name) => !readingFunctions.has(name.toLowerCase()));
  if (other === undefined) return;
  throw new BetlakeError(
    `queries can only read the lake, and ${other} may do more than read: select from the views, or from ${[...readingFunctions].join(', ')}`,
  );
}

/** The names of the functions that a parsed query selects from, at any depth. */
function findTableFunctions(node: unknown): string[] {
  if (typeof node !== 'object' || node === null) return [];
  const below = Object.values(node).flatMap(findTableFunctions);
  if (!('type' in node && node.type === 'TABLE_FUNCTION' && 'function' in node)) return below;
  const { function_name: name = '' } = node.function as { readonly function_name?: string };
  return [name, ...below];
}

/**
 * The functions to select from that only read, and files no others than the engine is opened for. Any other may write
 * a file (`enable_profiling`, `enable_logging`), change a setting, or run a text that the parser has not seen
 * (`query`). Of the functions in expressions none does.
 */
const readingFunctions: ReadonlySet<string> = new Set([
  ...['range', 'generate_series', 'unnest', 'repeat', 'repeat_row', 'histogram', 'histogram_values'],
  ...['json_each', 'json_tree', 'glob', 'sniff_csv', 'read_csv', 'read_csv_auto', 'read_text', 'read_blob'],
  ...['read_json', 'read_json_auto', 'read_json_objects', 'read_json_objects_auto'],
  ...['read_ndjson', 'read_ndjson_auto', 'read_ndjson_objects'],
  ...['read_parquet', 'parquet_scan', 'parquet_schema', 'parquet_metadata', 'parquet_file_metadata'],
  ...['parquet_full_metadata', 'parquet_kv_metadata', 'parquet_bloom_probe'],
  ...['duckdb_columns', 'duckdb_functions', 'duckdb_keywords', 'duckdb_settings', 'duckdb_tables'],
  ...['duckdb_types', 'duckdb_views', 'pragma_table_info', 'pragma_version'],
]);

function explain(error: unknown): string {
  const message = error instanceof Error ? error.message.trim() : String(error);
  return /Catalog Error: Table with name/.test(message)
    ? `${message}\nList the views with: betlake query "show tables"`
    : message;
}

/** How the engine's values become ours; its classes are loaded with the first query, as the engine is. */
async function loadToValue(): Promise<(value: DuckDBValue) => Value> {
  const duckDb = await import('../../lambdas/core/duckdb.ts');
  const toValue = (value: DuckDBValue): Value => {
    if (value === null || typeof value === 'string' || typeof value === 'bigint') return value;
    if (typeof value === 'boolean' || typeof value === 'number') return value;
    if (value instanceof duckDb.DuckDBListValue) return value.items.map(toValue);
    if (value instanceof duckDb.DuckDBStructValue) {
      const entries = Object.entries(value.entries);
      return Object.fromEntries(entries.map(([name, entry]) => [name, toValue(entry)]));
    }
    if (value instanceof duckDb.DuckDBMapValue) {
      const entries = value.entries.map(({ key, value: entry }) => [String(key), toValue(entry)] as const);
      // By name, as Athena gives a map as JSON.
      return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
    }
    if (
      value instanceof duckDb.DuckDBTimestampMillisecondsValue ||
      value instanceof duckDb.DuckDBTimestampValue
    ) {
      // `.5` as `.500`, as Athena gives it.
      return String(value).replace(/\.\d{1,2}$/, (fraction) => fraction.padEnd(4, '0'));
    }
    return String(value);
  };
  return toValue;
}
