import type { Column } from './column.ts';

/** A column of a landing file. */
export interface SourceColumn extends Column {
  /** A line where it is missing or NULL is refused. */
  readonly required?: boolean;
  /** Says something about a person: kept out of what the metrics join. */
  readonly personal?: boolean;
  /** Of a time: a date alone is read as its midnight, UTC. @default such a value is refused */
  readonly dateOnly?: boolean;
  /** What a real export of the platform was measured to hold: 3,003 postings of one afternoon, their players and games. */
  readonly seen?: string;
}

/** How the date that a row is filed under is found. */
type PartitionRule =
  /** The UTC date of a required time column. */
  | { readonly by: 'column'; readonly column: string }
  /** The date in the landing key where there is one, else the day the object was last modified. */
  | { readonly by: 'landing_key' };

/** One of the exports of the platform, declared once; readers, tables and documents derive from it. */
export interface Dataset {
  readonly name: DatasetName;
  /** What one row is. */
  readonly grain: string;
  /** Columns in the order of the source. */
  readonly columns: readonly SourceColumn[];
  /** The columns that make a row the same row when it comes again; NULL equals NULL. */
  readonly key: readonly string[];
  /** The time that tells which of two rows of one key is newer; none is oldest. Then landing key and line. */
  readonly newest?: string;
  readonly partition: PartitionRule;
  /** What is taken for granted about the data set as a whole. */
  readonly assumptions: readonly string[];
}

export type DatasetName = 'bets' | 'players' | 'games';

/**
 * Checks a declaration when the module loads, so that a wrong one fails before it reads a byte.
 *
 * @throws Error naming the data set and the column that is not there or declared twice
 */
export function defineDataset<T extends Dataset>(dataset: T): T {
  const names = new Set<string>();
  for (const { name } of dataset.columns) {
    if (!/^[a-z][a-z0-9_]*$/.test(name))
      throw new Error(`data set ${dataset.name}: column name "${name}" is not snake_case`);
    if (names.has(name)) throw new Error(`data set ${dataset.name}: column "${name}" is declared twice`);
    names.add(name);
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
