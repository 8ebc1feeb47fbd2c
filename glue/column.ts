/**
 * The kinds of value a column can hold, and the one table of what each kind is
 * called in every system that a value passes through.
 */
export type ColumnType =
  | { readonly kind: 'whole' }
  | { readonly kind: 'year' }
  | { readonly kind: 'decimal'; readonly precision: number; readonly scale: number }
  | { readonly kind: 'text' }
  | { readonly kind: 'instant' }
  | { readonly kind: 'date' }
  | { readonly kind: 'nested'; readonly names: Omit<TypeNames, 'parquet'> };

/** An int64: keys, numbers of things. */
export const whole: ColumnType = { kind: 'whole' };
/** An int32; used for a year, which is the one number Athena projects partitions over. */
export const year: ColumnType = { kind: 'year' };
/** Unicode text, kept as it came. */
export const text: ColumnType = { kind: 'text' };
/** A moment in UTC, to the millisecond: the finest that Athena's Hive tables read right. */
export const instant: ColumnType = { kind: 'instant' };
/** A calendar day. */
export const date: ColumnType = { kind: 'date' };
/** An exact decimal number of `precision` digits, `scale` of them after the point. */
export function decimal(precision: number, scale: number): ColumnType {
  return { kind: 'decimal', precision, scale };
}

/** Lists, maps and records: in JSON files alone, which is where the ledger and the quarantine are. */
export function nested(names: Omit<TypeNames, 'parquet'>): ColumnType {
  return { kind: 'nested', names };
}

/** What one column type is called in each system. */
export interface TypeNames {
  /** Physical type and annotation in Parquet. */
  readonly parquet: string;
  readonly duckdb: string;
  /** In a Glue table's StorageDescriptor. */
  readonly hive: string;
  /** In Athena's SQL and in a catalog view's column list. */
  readonly trino: string;
}

/**
 * Names a column type everywhere it is used.
 *
 * @see docs/data-dictionary.md, generated from this table
 */
export function typeNames(type: ColumnType): TypeNames {
  switch (type.kind) {
    case 'whole':
      return {
        parquet: 'INT64',
        duckdb: 'BIGINT',
        hive: 'bigint',
        trino: 'bigint',
      };
    case 'year':
      return {
        parquet: 'INT32',
        duckdb: 'INTEGER',
        hive: 'int',
        trino: 'integer',
      };
    case 'text':
      return {
        parquet: 'BYTE_ARRAY (UTF8)',
        duckdb: 'VARCHAR',
        hive: 'string',
        trino: 'varchar',
      };
    case 'instant':
      return {
        parquet: 'INT64 (TIMESTAMP_MILLIS)',
        duckdb: 'TIMESTAMP_MS',
        hive: 'timestamp',
        trino: 'timestamp(3)',
      };
    case 'date':
      return {
        parquet: 'INT32 (DATE)',
        duckdb: 'DATE',
        hive: 'date',
        trino: 'date',
      };
    case 'nested':
      return { ...type.names, parquet: '' };
    case 'decimal': {
      const size = `${type.precision},${type.scale}`;
      return {
        parquet:
          type.precision <= 18 ? `INT64 (DECIMAL(${size}))` : `FIXED_LEN_BYTE_ARRAY(16) (DECIMAL(${size}))`,
        duckdb: `DECIMAL(${size})`,
        hive: `decimal(${size})`,
        trino: `decimal(${size})`,
      };
    }
  }
}

/** One column of a data set, a rollup or a view. */
export interface Column {
  readonly name: string;
  readonly type: ColumnType;
  /** What it means, in a sentence of the field's words. */
  readonly meaning: string;
  /** What one of it is, where the type does not tell: "player currency", "bets". */
  readonly unit?: string;
  /** What is taken for granted about it, because the source does not say. */
  readonly assumption?: string;
}
