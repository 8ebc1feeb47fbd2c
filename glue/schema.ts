import type { DatasetName } from './datasets/index.ts';

export type { DatasetName } from './datasets/index.ts';

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
/** A point in time, in UTC, to the millisecond: the finest that Athena's Hive tables read right. */
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
  /** The unit of a value, where the type does not name it: "player currency", "bets". */
  readonly unit?: string;
  /** What is assumed about it, because the source does not define it. */
  readonly assumption?: string;
}

/** A column of a landing file. */
export interface SourceColumn extends Column {
  /** A line where it is missing or NULL is refused. */
  readonly required?: boolean;
  /**
   * Of bets, players and games: a text or a whole number that metrics are sliced and filtered by. A code of bets is part
   * of the key of the rollup `activity`; one of players or games is joined when a query runs, as text.
   */
  readonly code?: boolean;
  /** Personal data: kept out of the tables that metrics join, so it is no code. */
  readonly personal?: boolean;
  /** Of a time: a date alone is read as its midnight, UTC. @default such a value is refused */
  readonly dateOnly?: boolean;
  /**
   * What a real export of the platform was measured to hold: 3,003 postings of one afternoon, their players and games.
   */
  readonly seen?: string;
}

/** How the date that a row is filed under is found. */
type PartitionRule =
  /** The UTC date of a required time column. */
  | { readonly by: 'column'; readonly column: string }
  /** The date in the landing key where there is one, else the day the object was last modified. */
  | { readonly by: 'landing_key' };

/** One of the exports of the platform, declared once; readers, tables and documents derive from it. */
export interface DatasetDeclaration {
  /** Also the folder of its landing files, and the table of its rows. */
  readonly name: string;
  /** What one row is. */
  readonly rowMeaning: string;
  /** Columns in the order of the source. */
  readonly columns: readonly SourceColumn[];
  /** The columns that make a row the same row when it comes again; NULL equals NULL. */
  readonly key: readonly string[];
  /**
   * The time by which one of two rows with the same key is newer; no time is oldest. Ties are broken by landing key and
   * line.
   */
  readonly newest?: string;
  readonly partition: PartitionRule;
  /** What is taken for granted about the data set as a whole. */
  readonly assumptions: readonly string[];
}

/** A declaration that `glue/datasets/index.ts` lists. */
export interface Dataset extends DatasetDeclaration {
  readonly name: DatasetName;
}

/** The most columns of a data set, and digits of its decimals, that conversion takes: rows hold 64-bit integers. */
const maxColumns = 200;
const maxDigits = 18;

/**
 * Checks a declaration when the module loads, so that a wrong one fails before it reads a byte.
 *
 * @throws Error naming the data set and the column that is not there, declared twice or too wide
 */
export function defineDataset<const Name extends string, T extends DatasetDeclaration>(
  dataset: T & { readonly name: Name },
): T & { readonly name: Name } {
  const names = new Set<string>();
  if (dataset.columns.length > maxColumns)
    throw new Error(`data set ${dataset.name}: expected at most ${maxColumns} columns`);
  for (const { name, type, code, personal } of dataset.columns) {
    if (type.kind === 'decimal' && type.precision > maxDigits)
      throw new Error(`data set ${dataset.name}: "${name}" has a decimal of more than ${maxDigits} digits`);
    if (!/^[a-z][a-z0-9_]*$/.test(name))
      throw new Error(`data set ${dataset.name}: column name "${name}" is not snake_case`);
    if (names.has(name)) throw new Error(`data set ${dataset.name}: column "${name}" is declared twice`);
    names.add(name);
    if (code && type.kind !== 'text' && type.kind !== 'whole')
      throw new Error(`data set ${dataset.name}: the code "${name}" must be a text or a whole number`);
    if (code && personal)
      throw new Error(
        `data set ${dataset.name}: the code "${name}" is personal data, which readers of metrics have no right on: drop one of the two`,
      );
  }
  const partition = dataset.partition.by === 'column' ? [dataset.partition.column] : [];
  for (const name of [...dataset.key, ...partition, ...(dataset.newest ? [dataset.newest] : [])]) {
    if (!names.has(name)) throw new Error(`data set ${dataset.name}: "${name}" is used but not declared`);
  }
  for (const name of partition) {
    const column = dataset.columns.find((candidate) => candidate.name === name);
    if (column?.type.kind !== 'instant' || !column.required) {
      throw new Error(`data set ${dataset.name}: partition column "${name}" must be a required instant`);
    }
  }
  return dataset;
}
