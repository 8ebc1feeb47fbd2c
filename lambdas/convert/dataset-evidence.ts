import { datasets } from '../../glue/datasets/index.ts';
import { showValue } from '../../glue/fault.ts';
import type { Dataset, DatasetName } from '../../glue/schema.ts';
import { LoadFault } from '../core/errors.ts';
import { measureNesting } from './read/json-members.ts';
import { maxNesting } from './read/line-faults.ts';

/** The columns that only this data set declares: a line that has one of them is meant for it. */
export function listOwnColumns(dataset: Dataset): string[] {
  const others = Object.values(datasets).filter(({ name }) => name !== dataset.name);
  const shared = new Set(others.flatMap(({ columns }) => columns.map(({ name }) => name)));
  return dataset.columns.map(({ name }) => name).filter((name) => !shared.has(name));
}

/** Enough to get past odd lines at the beginning, few enough to stop early. */
const objectsRead = 1000;

const fieldsKept = 200;

/**
 * Recognizes by the first objects of a file which data set they are of. Bets that land below `players/` would
 * be accepted there, because the columns that they lack are optional, and would replace the attributes of
 * players. Texts that are not JSON objects are ignored. Memory is bounded by some names.
 */
export class DatasetEvidence {
  /** Whether one of the data set's own columns was seen; then no more objects are needed. */
  isConfirmed: boolean;
  /** How many objects were checked. */
  objects = 0;
  readonly #dataset: Dataset | undefined;
  readonly #ownColumns: ReadonlySet<string>;
  readonly #fields = new Set<string>();

  /** @param dataset the data set that the file is read as; undefined to guess it */
  constructor(dataset: Dataset | undefined) {
    this.#dataset = dataset;
    this.#ownColumns = new Set(dataset && listOwnColumns(dataset));
    // A data set without columns of its own cannot be confirmed.
    this.isConfirmed = dataset !== undefined && this.#ownColumns.size === 0;
  }

  /** Whether enough objects were checked and none of them confirmed the data set. */
  get isExhausted(): boolean {
    return !this.isConfirmed && this.objects >= objectsRead;
  }

  add(text: string): void {
    const names = toFieldNames(text);
    if (!names) return;
    this.objects++;
    for (const name of names) {
      if (this.#ownColumns.has(name)) this.isConfirmed = true;
      if (this.#fields.size < fieldsKept) this.#fields.add(name);
    }
  }

  /** The data set whose own columns are the most among the fields, however they are spelled. */
  guess(): DatasetName | undefined {
    return guessDataset(this.#fields)?.name;
  }

  /**
   * Why the file is refused as a whole; undefined where it has one of the data set's own columns, or no object at all.
   */
  findFault(): LoadFault | undefined {
    if (!this.#dataset || this.isConfirmed || this.objects === 0) return undefined;
    const { name } = this.#dataset;
    const columns = listSome([...this.#ownColumns]);
    const seen = `none of its first ${this.objects} objects has a column that only ${name} have (${columns})`;
    return new LoadFault('wrong_data_set', `${seen}; ${this.#explain(name)}`);
  }

  #explain(readAs: DatasetName): string {
    const guessed = guessDataset(this.#fields);
    if (!guessed) return `its fields are those of no data set: ${listSome([...this.#fields])}`;
    const { name, respelled } = guessed;
    if (name !== readAs) return `it looks like ${name}: land it below ${name}/, or pass --dataset ${name}`;
    const pairs = respelled.map(({ field, column }) => `${field} for ${column}`);
    return `its fields are spelled in another way: ${listSome(pairs)}; rename them`;
  }
}

/** The names of an object's members; undefined where the text is not a JSON object. */
function toFieldNames(text: string): string[] | undefined {
  if (measureNesting(text) > maxNesting) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.keys(value)
      : undefined;
  } catch {
    return undefined;
  }
}

/**
 * The data set whose own columns are the most among some fields, and the fields that spell such a column differently.
 */
function guessDataset(fields: ReadonlySet<string>) {
  const bySpelling = new Map([...fields].map((field) => [toPlain(field), field]));
  const guesses = Object.values(datasets).map((dataset) => {
    const found = listOwnColumns(dataset).flatMap((column) => {
      const field = bySpelling.get(toPlain(column));
      return field === undefined ? [] : [{ field, column }];
    });
    return {
      name: dataset.name,
      count: found.length,
      respelled: found.filter(({ field, column }) => field !== column),
    };
  });
  const [best] = guesses.sort((a, b) => b.count - a.count);
  return best && best.count > 0 ? best : undefined;
}

/** A name without case and separators: the same for `betId`, `Bet_ID` and `bet-id`. */
function toPlain(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]/g, '');
}

function listSome(names: readonly string[]): string {
  const shown = names.slice(0, 5).map(showValue).join(', ');
  return names.length > 5 ? `${shown}, …` : shown;
}
