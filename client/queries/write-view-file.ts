import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { DuckDBConnection } from '@duckdb/node-api';
import { type Column, typeNames } from '../../glue/schema.ts';
import { literalPaths, toSqlText } from '../../glue/sql.ts';
import type { View } from '../../glue/views/view.ts';
import { connectEngine } from '../../lambdas/core/engine.ts';
import { type CsvOptions, toCsvHead, toCsvRows } from './csv.ts';
import type { LakeQueries, Result, ResultColumn, Value } from './result.ts';
import { runDuckDb } from './run-duckdb.ts';

/**
 * Reads declared columns, lists, maps and records among them. Athena prints those as text that cannot be read
 * back, so there they travel as JSON.
 *
 * @param source the query from its `from` on
 */
export async function readColumns(
  lake: LakeQueries,
  columns: readonly Column[],
  source: string,
): Promise<Result> {
  const isCarried = ({ type }: Column) => lake.engine === 'athena' && type.kind === 'nested';
  const names = columns.map((column) =>
    isCarried(column) ? `json_format(cast(${column.name} as json)) as ${column.name}` : column.name,
  );
  const { batches } = await lake.run(`select ${names.join(', ')}\n${source}`);
  async function* parsed() {
    for await (const rows of batches) {
      yield rows.map((row) =>
        row.map((value, index) => (isCarried(columns[index] as Column) ? parse(value) : value)),
      );
    }
  }
  return {
    columns: columns.map(({ name, type }) => ({ name, type: typeNames(type).duckdb })),
    batches: parsed(),
  };
}

function parse(value: Value): Value {
  return typeof value === 'string' ? (JSON.parse(value) as Value) : value;
}

export type FileFormat = 'parquet' | 'csv';

const copyOptions: Readonly<Record<FileFormat, string>> = {
  parquet: "format parquet, codec 'zstd'",
  csv: 'format csv, header true',
};

/**
 * Writes a view of the local lake as a file, whole or not at all.
 *
 * @returns the number of rows
 */
export async function writeLocalView(
  connection: DuckDBConnection,
  { name, columns }: View,
  path: string,
  format: FileFormat,
  options: CsvOptions = {},
): Promise<bigint> {
  if (options.excel) {
    return writeResult(await runDuckDb(connection, `select * from ${name}`), path, format, options);
  }
  // As CSV, the engine would write the milliseconds 500 as `.5`; Athena writes `.500`.
  const times = columns
    .filter(({ type }) => format === 'csv' && type.kind === 'instant')
    .map(
      (column) => `replace(strftime(${column.name}, '%Y-%m-%d %H:%M:%S.%g'), '.000', '') as ${column.name}`,
    );
  const rows = times.length > 0 ? `* replace (${times.join(', ')})` : '*';
  return copyTo(connection, `select ${rows} from ${name}`, path, format);
}

/**
 * Writes a view of a deployed lake as a file, whole or not at all: Athena's rows become CSV as they come, and
 * the embedded engine makes Parquet of it, with the view's declared types.
 *
 * @returns the number of rows
 */
export async function writeAthenaView(
  lake: LakeQueries,
  view: View,
  path: string,
  format: FileFormat,
  options: CsvOptions = {},
): Promise<bigint> {
  return writeResult(await readColumns(lake, view.columns, `from ${view.name}`), path, format, options);
}

/**
 * Writes a result as a file, whole or not at all, in constant memory. No text of a view is empty, so that an empty
 * cell is NULL again in Parquet.
 *
 * @param options of CSV; Parquet has none
 *
 * @returns the number of rows
 */
export async function writeResult(
  { columns, batches }: Result,
  path: string,
  format: FileFormat,
  options: CsvOptions = {},
): Promise<bigint> {
  const csv = `${path}.rows`;
  let count = 0n;
  async function* lines() {
    yield toCsvHead(columns, options);
    for await (const rows of batches) {
      count += BigInt(rows.length);
      yield toCsvRows(columns, rows, options);
    }
  }
  try {
    await pipeline(lines, createWriteStream(csv));
    if (format === 'csv') {
      await rename(csv, path);
      return count;
    }
    return await toParquet(columns, csv, path);
  } finally {
    await rm(csv, { force: true });
  }
}

async function toParquet(columns: readonly ResultColumn[], csv: string, path: string): Promise<bigint> {
  const folder = dirname(path);
  const { connection, instance } = await connectEngine({
    threads: 1,
    memoryLimitMib: 256,
    tempDirectory: `${path}.tmp`,
    allowedDirectories: [folder],
  });
  try {
    const types = columns.map(({ name, type }) => `${toSqlText(name)}: ${toSqlText(type)}`);
    const rows = `select * from read_csv(${toSqlText(csv)}, header = true, auto_detect = false, ${literalPaths}, columns = {${types.join(', ')}})`;
    return await copyTo(connection, rows, path, 'parquet');
  } finally {
    connection.closeSync();
    instance.closeSync();
    await rm(`${path}.tmp`, { recursive: true, force: true });
  }
}

async function copyTo(
  connection: DuckDBConnection,
  rows: string,
  path: string,
  format: FileFormat,
): Promise<bigint> {
  const part = `${path}.part`;
  try {
    const copied = await connection.runAndReadAll(
      `copy (${rows}) to ${toSqlText(part)} (${copyOptions[format]})`,
    );
    await rename(part, path);
    return copied.getRows()[0]?.[0] as bigint;
  } finally {
    await rm(part, { force: true });
  }
}
