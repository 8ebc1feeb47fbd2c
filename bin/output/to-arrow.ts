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
import type { Result, ResultColumn, Value } from '../../query/result.ts';
import { toJson } from './to-json.ts';

/**
 * An answer as an Arrow IPC stream, one record batch for each batch of rows. Decimals are Decimal128, dates
 * days, times milliseconds; what Arrow's JavaScript has no type for here is text.
 */
export async function* toArrowStream({ columns, batches }: Result): AsyncGenerator<Uint8Array> {
  const schema = new Schema(columns.map((column) => new Field(column.name, toArrowType(column), true)));
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
  for await (const bytes of writer) yield bytes;
  await writing;
}

function toArrowType({ type }: ResultColumn): DataType {
  const decimal = /^DECIMAL\((\d+),\s*(\d+)\)$/.exec(type);
  if (decimal) return new Decimal(Number(decimal[2]), Number(decimal[1]), 128);
  switch (type) {
    case 'BIGINT':
      return new Int64();
    case 'INTEGER':
      return new Int32();
    case 'DOUBLE':
      return new Float64();
    case 'BOOLEAN':
      return new Bool();
    case 'DATE':
      return new DateDay();
    case 'TIMESTAMP':
    case 'TIMESTAMP_MS':
      return new TimestampMillisecond();
    default:
      return new Utf8();
  }
}

function toRecordBatch(schema: Schema, rows: readonly (readonly Value[])[]): RecordBatch {
  const children = schema.fields.map((field, index) => {
    const builder = makeBuilder({ type: field.type, nullValues: [null] });
    for (const row of rows) builder.append(toArrowValue(field.type, row[index] ?? null));
    return builder.finish().flush();
  });
  return new RecordBatch(
    schema,
    makeData({ type: new Struct(schema.fields), length: rows.length, nullCount: 0, children }),
  );
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
function toDecimalWords(text: string): Uint32Array {
  const unscaled = BigInt.asUintN(128, BigInt(text.replace('.', '')));
  return Uint32Array.from([0n, 32n, 64n, 96n], (shift) => Number((unscaled >> shift) & 0xffff_ffffn));
}
