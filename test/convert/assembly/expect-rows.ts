import { expect } from 'vitest';
import { toCuratedColumns } from '../../../glue/curated.ts';
import type { Column, Dataset } from '../../../glue/schema.ts';
import { typeNames } from '../../../glue/schema.ts';
import { toSqlText } from '../../../glue/sql.ts';
import type { Engine } from '../../../lambdas/core/engine.ts';
import { readParquet } from '../read-parquet.ts';
import type { Row, Value } from './write-rows.ts';

/** What a file must hold. */
export interface ExpectedFile {
  readonly path: string;
  readonly dataset: Dataset;
  readonly landingKey: string;
  readonly rows: readonly Row[];
}

/** Longer texts are no bounds. */
const maxBoundBytes = 256;

/** Fails unless hyparquet and DuckDB read exactly these rows, in order, and the metadata says what they hold. */
export async function expectRows(engine: Engine, file: ExpectedFile): Promise<void> {
  await expectIndependentReading(file);
  await expectEngineReading(engine, file);
  await expectStatistics(engine, file);
}

/** The values of a row's columns in a file, the origin's among them. */
function toStoredValues({ values, lineNumber }: Row, landingKey: string): readonly Value[] {
  return [...values, landingKey, lineNumber];
}

async function expectIndependentReading({ path, dataset, landingKey, rows }: ExpectedFile): Promise<void> {
  const columns = toCuratedColumns(dataset);
  const content = await readParquet(path);
  expect(content.types).toEqual(
    Object.fromEntries(columns.map(({ name, type }) => [name, typeNames(type).parquet])),
  );
  expect(content.rows.length).toBe(rows.length);
  for (const [index, row] of rows.entries()) {
    const read = content.rows[index];
    const values = toStoredValues(row, landingKey);
    for (const [at, { name }] of columns.entries()) {
      if (read?.[name] !== values[at])
        expect({ index, name, value: read?.[name] }).toEqual({ index, name, value: values[at] });
    }
  }
}

async function expectEngineReading(
  engine: Engine,
  { path, dataset, landingKey, rows }: ExpectedFile,
): Promise<void> {
  const columns = toCuratedColumns(dataset);
  const selected = columns.map((column) => `${toText(column, column.name)} as ${column.name}`);
  const read = await engine.rows(`select ${selected.join(', ')} from read_parquet(${toSqlText(path)})`);
  expect(read.length).toBe(rows.length);
  for (const [index, row] of rows.entries()) {
    const values = toStoredValues(row, landingKey);
    for (const [at, column] of columns.entries()) {
      const value = formatValue(column, values[at] ?? null);
      const found = read[index]?.[column.name];
      if (found !== value)
        expect({ index, column: column.name, value: found }).toEqual({ index, column: column.name, value });
    }
  }
}

async function expectStatistics(
  engine: Engine,
  { path, dataset, landingKey, rows }: ExpectedFile,
): Promise<void> {
  const columns = toCuratedColumns(dataset);
  const chunks =
    await engine.rows(`select row_group_id, row_group_num_rows, column_id, num_values, stats_min_value,
    stats_max_value, stats_null_count, stats_distinct_count from parquet_metadata(${toSqlText(path)}) order by all`);
  let from = 0;
  for (let at = 0; at < chunks.length; at += columns.length) {
    const groupRows = Number(chunks[at]?.row_group_num_rows);
    const group = rows.slice(from, from + groupRows).map((row) => toStoredValues(row, landingKey));
    from += groupRows;
    for (const [index, column] of columns.entries()) {
      const chunk = chunks[at + index] ?? {};
      const values = group.map((row) => row[index] ?? null);
      const given = values.filter((value) => value !== null);
      expect(Number(chunk.column_id)).toBe(index);
      expect(Number(chunk.num_values)).toBe(groupRows);
      expect(Number(chunk.stats_null_count)).toBe(groupRows - given.length);
      const distinct = chunk.stats_distinct_count;
      if (distinct !== null) expect(Number(distinct)).toBe(new Set(given).size);
      const [least, greatest] = toBounds(given);
      expect(await toComparable(engine, column, chunk.stats_min_value)).toBe(formatValue(column, least));
      expect(await toComparable(engine, column, chunk.stats_max_value)).toBe(formatValue(column, greatest));
    }
  }
  expect(from).toBe(rows.length);
}

/** The least and the greatest value, texts by their bytes; NULL where either is too long a text. */
function toBounds(values: readonly (bigint | string)[]): [Value, Value] {
  let [least = null, greatest = null]: readonly Value[] =
    values[0] === undefined ? [] : [values[0], values[0]];
  for (const value of values) {
    if (least === null || compare(value, least) < 0) least = value;
    if (greatest === null || compare(value, greatest) > 0) greatest = value;
  }
  return isLong(least) || isLong(greatest) ? [null, null] : [least, greatest];
}

function isLong(value: Value): boolean {
  return typeof value === 'string' && Buffer.byteLength(value) > maxBoundBytes;
}

function compare(a: bigint | string, b: bigint | string): number {
  if (typeof a === 'string') return Buffer.compare(Buffer.from(a), Buffer.from(String(b)));
  return a < BigInt(b) ? -1 : a > BigInt(b) ? 1 : 0;
}

/** A value as the engine's text of it: `toText` of the same column gives that. */
function formatValue({ type }: Column, value: Value): string | null {
  if (value === null || typeof value === 'string') return value;
  if (type.kind !== 'decimal' || type.scale === 0) return String(value);
  const digits = String(value < 0n ? -value : value).padStart(type.scale + 1, '0');
  // The engine writes no 0 before the point where the type has no digits there.
  const before = type.precision === type.scale ? '' : digits.slice(0, -type.scale);
  return `${value < 0n ? '-' : ''}${before}.${digits.slice(-type.scale)}`;
}

/** The expression of a value's text, times in milliseconds since 1970. */
function toText({ type }: Column, expression: string): string {
  if (type.kind === 'text') return expression;
  return type.kind === 'instant' ? `epoch_ms(${expression})::varchar` : `${expression}::varchar`;
}

async function toComparable(engine: Engine, column: Column, bound: unknown): Promise<unknown> {
  if (column.type.kind !== 'instant' || bound === null) return bound;
  const [row] = await engine.rows(
    `select ${toText(column, `${toSqlText(String(bound))}::timestamp`)} as bound`,
  );
  return row?.bound;
}
