import { datasets } from '../../glue/datasets/index.ts';
import { showValue } from '../../glue/fault.ts';
import type { Dataset, DatasetName } from '../../glue/schema.ts';
import { LoadFault } from '../core/errors.ts';
import { measureNesting } from './read/json-members.ts';
import { maxNesting } from './read/line-faults.ts';

/** Columns that only this data set declares: a line that has one of them was meant for it. */
export function toTellingColumns(dataset: Dataset): string[] {
  const others = Object.values(datasets).filter(({ name }) => name !== dataset.name);
  const shared = new Set(others.flatMap(({ columns }) => columns.map(({ name }) => name)));
  return dataset.columns.map(({ name }) => name).filter((name) => !shared.has(name));
}

/**
 * Gathers from the first objects of a file which data set they are of. Bets that land below `players/` would be
 * accepted there, for what they lack may be missing, and would take the place of what is known of players. Texts that
 * are no JSON objects tell nothing. Memory: some names.
 */
export class DatasetEvidence {
  /** Whether a column was seen that tells the data set which the file is read as; then nothing more is needed. */
  isTold: boolean;
  /** Objects looked at. */
  objects = 0;
  readonly #dataset: Dataset | undefined;
  readonly #telling: ReadonlySet<string>;
  readonly #fields = new Set<string>();

  /** @param dataset what the file is read as; undefined where that is only to be guessed */
  constructor(dataset: Dataset | undefined) {
    this.#dataset = dataset;
    this.#telling = new Set(dataset && toTellingColumns(dataset));
    // Of a data set that shares all its columns nothing can be told.
    this.isTold = dataset !== undefined && this.#telling.size === 0;
  }

  /** Whether enough objects were seen, though none of them told. */
  get isExhausted(): boolean {
    return !this.isTold && this.objects >= objectsRead;
  }

  add(text: string): void {
    const names = toFieldNames(text);
    if (!names) return;
    this.objects++;
    for (const name of names) {
      if (this.#telling.has(name)) this.isTold = true;
      if (this.#fields.size < fieldsKept) this.#fields.add(name);
    }
  }

  /** The data set whose own columns are the most among the fields, however they are spelled. */
  guess(): DatasetName | undefined {
    return guessDataset(this.#fields)?.name;
  }

  /** Why the file is refused as a whole; undefined where it has a telling column, or no object at all. */
  findFault(): LoadFault | undefined {
    if (!this.#dataset || this.isTold || this.objects === 0) return undefined;
    const { name } = this.#dataset;
    const columns = listSome([...this.#telling]);
    const seen = `none of its first ${this.objects} objects has a column that only ${name} have (${columns})`;
    return new LoadFault('wrong_data_set', `${seen}; ${this.#explain(name)}`);
  }

  #explain(readAs: DatasetName): string {
    const guessed = guessDataset(this.#fields);
    if (!guessed) return `its fields are those of no data set: ${listSome([...this.#fields])}`;
    const { name, respelled } = guessed;
    if (name !== readAs) return `it looks like ${name}: land it below ${name}/, or say --dataset ${name}`;
    const pairs = respelled.map(({ field, column }) => `${field} for ${column}`);
    return `its fields are spelled in another way: ${listSome(pairs)}; rename them`;
  }
}

/** Enough to pass over a beginning of odd lines, few enough to stop early. */
const objectsRead = 1000;
const fieldsKept = 200;

/** The names of an object's members; undefined where the text is no JSON object. */
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

/** A data set by its own columns among some fields, and those of them that are written in another way. */
function guessDataset(fields: ReadonlySet<string>) {
  const bySpelling = new Map([...fields].map((field) => [toPlain(field), field]));
  const guesses = Object.values(datasets).map((dataset) => {
    const found = toTellingColumns(dataset).flatMap((column) => {
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

/** A name without what spellings differ in: `betId`, `Bet_ID` and `bet-id` alike. */
function toPlain(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]/g, '');
}

function listSome(names: readonly string[]): string {
  const shown = names.slice(0, 5).map(showValue).join(', ');
  return names.length > 5 ? `${shown}, …` : shown;
}
