import {
  Bool,
  type DataType,
  DateDay,
  Decimal,
  Field,
  Float64,
  Int32,
  Int64,
  makeBuilder,
  makeData,
  RecordBatch,
  RecordBatchStreamWriter,
  Schema,
  Struct,
  TimestampMillisecond,
  Utf8,
} from 'apache-arrow';
import { type Result, toJson, type Value } from '../../client/queries/result.ts';
import { type ColumnType, date, decimal, instant, text, whole, year } from '../../glue/schema.ts';

/** Arrow's type of a column; lists, maps and records travel as JSON text. */
export function toArrowType(type: ColumnType): DataType {
  switch (type.kind) {
    case 'whole':
      return new Int64();
    case 'year':
      return new Int32();
    case 'decimal':
      return new Decimal(type.scale, type.precision, 128);
    case 'instant':
      return new TimestampMillisecond();
    case 'date':
      return new DateDay();
    case 'text':
    case 'nested':
      return new Utf8();
  }
}

/**
 * A result as an Arrow IPC stream, one record batch for each batch of rows. Decimals are Decimal128, dates
 * days, times milliseconds; a value of any other type is text.
 */
export async function* toArrowStream({ columns, batches }: Result): AsyncGenerator<Uint8Array> {
  const schema = new Schema(columns.map(({ name, type }) => new Field(name, toTypeOf(type), true)));
  const writer = new RecordBatchStreamWriter();
  async function* records() {
    let any = false;
    for await (const rows of batches) {
      any = true;
      yield toRecordBatch(schema, rows);
    }
    if (!any) yield toRecordBatch(schema, []);
  }
  const writing = writer.writeAll(records());
  // The reader waits for the writer, and not for an error of the query; after a closed pipe there is no reader.
  let isRead = true;
  writing.catch((error) => isRead && writer.abort(error));
  try {
    for await (const bytes of writer) yield bytes;
  } finally {
    isRead = false;
  }
  await writing;
}

const declared: Readonly<Record<string, ColumnType>> = {
  BIGINT: whole,
  INTEGER: year,
  DATE: date,
  TIMESTAMP: instant,
  TIMESTAMP_MS: instant,
  VARCHAR: text,
};

/** Arrow's type for a type of the engine's. */
function toTypeOf(name: string): DataType {
  const size = /^DECIMAL\((\d+),\s*(\d+)\)$/.exec(name);
  if (size) return toArrowType(decimal(Number(size[1]), Number(size[2])));
  if (name === 'DOUBLE') return new Float64();
  if (name === 'BOOLEAN') return new Bool();
  return toArrowType(declared[name] ?? text);
}

function toRecordBatch(schema: Schema, rows: readonly (readonly Value[])[]): RecordBatch {
  const children = schema.fields.map((field, index) => {
    const builder = makeBuilder({ type: field.type, nullValues: [null] });
    for (const row of rows) builder.append(toArrowValue(field.type, row[index] ?? null));
    return builder.finish().flush();
  });
  const type = new Struct(schema.fields);
  return new RecordBatch(schema, makeData({ type, length: rows.length, nullCount: 0, children }));
}

function toArrowValue(type: DataType, value: Value): unknown {
  if (value === null) return null;
  if (type instanceof Decimal) return toDecimalWords(String(value));
  if (type instanceof Int32 || type instanceof Float64) return Number(value);
  if (type instanceof DateDay) return Date.parse(String(value));
  if (type instanceof TimestampMillisecond) return Date.parse(`${String(value).replace(' ', 'T')}Z`);
  if (type instanceof Utf8) return typeof value === 'object' ? toJson(value) : String(value);
  return value;
}

/** A decimal's digits as a 128-bit two's complement number, lowest word first. */
function toDecimalWords(digits: string): Uint32Array {
  const unscaled = BigInt.asUintN(128, BigInt(digits.replace('.', '')));
  return Uint32Array.from([0n, 32n, 64n, 96n], (shift) => Number((unscaled >> shift) & 0xffff_ffffn));
}
