import { type DataType, DateDay, Decimal, Int32, Int64, TimestampMillisecond, Utf8 } from 'apache-arrow';
import type { ColumnType } from '../column.ts';

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
