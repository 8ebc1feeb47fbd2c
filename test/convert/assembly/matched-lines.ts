import type { Dataset } from '../../../glue/schema.ts';
import { Core, type CoreBuild } from '../../../lambdas/convert/assembly.ts';
import { CoreLines } from '../../../lambdas/convert/core-lines.ts';
import type { DateRange } from '../../../lambdas/convert/read/line-reader.ts';
import { formatDecimal } from '../../oracle/decimal.ts';

/** What the core has of a line that it takes. */
export interface MatchedLine {
  /** Of every column: decimals with all digits of their scale, times without milliseconds where there are none. */
  readonly values: readonly (string | null)[];
  /** The names of the line's undeclared members. */
  readonly unknown: readonly string[];
}

/** More than a line has beyond another. */
const staleBytes = 256;

/** The lines of a data set, one after another, as the core takes them. */
export class MatchedLines {
  readonly #dataset: Dataset;
  readonly #core: Core;
  readonly #lines: CoreLines;
  #unknown: string[] = [];

  constructor(dataset: Dataset, dates: DateRange, build: CoreBuild = 'debug') {
    this.#dataset = dataset;
    this.#core = new Core(build);
    this.#core.declare(dataset);
    const object = { key: `${dataset.name}/a.jsonl`, lastModified: new Date('2021-10-04') };
    const options = { dataset, object, dates, maxLineBytes: 65_536, keepsRows: false };
    this.#lines = new CoreLines(this.#core, options, (name) => this.#unknown.push(name));
  }

  /** @param bytes a line without its LF; what is behind it continues it as if it had none */
  match(bytes: Uint8Array): MatchedLine | undefined {
    const single = this.#core.bytes(this.#core.exports.getSingleBuffer(), bytes.length + staleBytes);
    Buffer.from(single.buffer, single.byteOffset, single.length).fill(', "x": 1}', bytes.length);
    this.#unknown = [];
    const line = { bytes: Buffer.from(bytes), start: 0, end: bytes.length, number: 1 };
    const isTaken = this.#lines.takeLine(line);
    this.#lines.finish();
    if (!isTaken) return undefined;
    return { values: this.#dataset.columns.map((_, index) => this.#valueOf(index)), unknown: this.#unknown };
  }

  #valueOf(index: number): string | null {
    const type = this.#dataset.columns[index]?.type;
    const slots = this.#core.exports.slots.value;
    const slot = new DataView(this.#core.exports.memory.buffer, slots + index * 32, 32);
    if (slot.getUint32(16, true) === 1) return null;
    const value = slot.getBigInt64(0, true);
    switch (type?.kind) {
      case 'text':
        return Buffer.from(this.#core.bytes(slot.getUint32(8, true), slot.getUint32(12, true))).toString();
      case 'decimal':
        return formatDecimal(value, type.scale);
      case 'instant':
        return new Date(Number(value))
          .toISOString()
          .replace('T', ' ')
          .replace(/(\.000)?Z$/, '');
      default:
        return String(value);
    }
  }
}
