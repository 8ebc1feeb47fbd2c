import {
  type DataType,
  DateDay,
  Decimal,
  Field,
  Int32,
  Int64,
  Schema,
  TimestampMillisecond,
  Utf8,
} from 'apache-arrow';
import type { Column, ColumnType } from '../column.ts';

/** The Arrow schema of rows with these columns; every one may be NULL. */
export function toArrowSchema(columns: readonly Column[]): Schema {
  return new Schema(columns.map(({ name, type }) => new Field(name, toArrowType(type), true)));
}

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
