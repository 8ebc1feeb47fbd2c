import { readFileSync } from 'node:fs';
import type { ColumnType, Dataset } from '../../glue/schema.ts';
import { compressPage } from './compress-page.ts';

/** Takes the bytes of the Parquet files of one object; they are valid until the call returns. */
export interface RowsSink {
  /** Appends bytes to the file of a date (yyyymmdd). */
  write(date: number, bytes: Uint8Array): void;
  /** Keeps the metadata of a row group until `writeRowGroups`. */
  keepRowGroup(date: number, bytes: Uint8Array): void;
  /** Appends what was kept of a date's file, in order. */
  writeRowGroups(date: number): void;
}

/** The file of a date: finished. */
export interface RowsFile {
  /** yyyymmdd */
  readonly date: number;
  readonly rowsCount: number;
  readonly bytes: number;
}

/** What assembly/index.ts exports. */
export interface CoreExports {
  readonly memory: WebAssembly.Memory;
  /** The address of the value slots: see assembly/schema.ts. */
  readonly slots: WebAssembly.Global;
  reserveText(length: number): number;
  clearColumns(): void;
  declareColumn(
    kind: number,
    required: number,
    dated: number,
    precision: number,
    scale: number,
    name: number,
    nameLength: number,
  ): void;
  beginRows(landingKey: number, length: number, memoryBudget: number): void;
  addRow(date: number, lineNumber: bigint): void;
  finishRows(): number;
  endRows(): void;
  fileDate(index: number): number;
  fileRows(index: number): number;
  fileBytes(index: number): bigint;
  reserveLines(bytes: number): void;
  getLinesBuffer(): number;
  getSingleBuffer(): number;
  beginLines(first: number, last: number, fixed: number, maxBytes: number, keepsRows: number): void;
  countSigns(column: number): void;
  countNegative(): number;
  countPositive(): number;
  takeLines(from: number, end: number, number: number): number;
  countTaken(): number;
  takeLine(length: number, number: number): number;
  endLines(): void;
}

/** `debug`: with checks of every bound, for tests. */
export type CoreBuild = 'release' | 'debug';

const files: Readonly<Record<CoreBuild, string>> = {
  release: 'assembly/build/convert.wasm',
  debug: 'assembly/build/convert.debug.wasm',
};

const modules = new Map<CoreBuild, WebAssembly.Module>();

/** The compiled module; npm ci builds it, and `npm run build:assembly` again. */
function toModule(build: CoreBuild): WebAssembly.Module {
  const compiled = modules.get(build);
  if (compiled) return compiled;
  const module = new WebAssembly.Module(readFileSync(new URL(files[build], import.meta.url)));
  modules.set(build, module);
  return module;
}

/**
 * An instance of the conversion core: it holds the rows of one object at a time, and is used for one object after the
 * other. It is never re-entered.
 */
export class Core {
  readonly exports: CoreExports;
  /** Receives the name of a member that no column has, and a number of lines that have it. */
  onUnknown: (name: string, lines: number) => void = () => undefined;
  #sink: RowsSink | undefined;
  #dataset: Dataset | undefined;

  constructor(build: CoreBuild = 'release') {
    const host = {
      write: (file: number, from: number, length: number) =>
        this.#toSink().write(this.exports.fileDate(file), this.bytes(from, length)),
      keepRowGroup: (file: number, from: number, length: number) =>
        this.#toSink().keepRowGroup(this.exports.fileDate(file), this.bytes(from, length)),
      writeRowGroups: (file: number) => this.#toSink().writeRowGroups(this.exports.fileDate(file)),
      noteUnknown: (from: number, length: number, lines: number) =>
        this.onUnknown(Buffer.from(this.bytes(from, length)).toString(), lines),
      compress: (from: number, length: number, to: number, room: number) =>
        compressPage(this.bytes(from, length), this.bytes(to, room)),
    };
    const env = { abort: (message: number, file: number, line: number) => this.#abort(message, file, line) };
    const { exports } = new WebAssembly.Instance(toModule(build), { host, env });
    this.exports = exports as unknown as CoreExports;
  }

  /** A view of the core's memory, until it grows. */
  bytes(from: number, length: number): Uint8Array {
    return new Uint8Array(this.exports.memory.buffer, from >>> 0, length);
  }

  /**
   * Begins the rows of an object.
   *
   * @param memoryBudget bytes for rows that are not yet encoded
   */
  begin(dataset: Dataset, landingKey: string, memoryBudget: number, sink: RowsSink): void {
    this.#sink = sink;
    this.declare(dataset);
    const [from, length] = this.#pass(landingKey);
    this.exports.beginRows(from, length, memoryBudget);
  }

  /** Writes what is left, and returns the files in the order of their dates. */
  finish(): RowsFile[] {
    const count = this.exports.finishRows();
    const files: RowsFile[] = [];
    for (let index = 0; index < count; index++) {
      files.push({
        date: this.exports.fileDate(index),
        rowsCount: this.exports.fileRows(index),
        bytes: Number(this.exports.fileBytes(index)),
      });
    }
    return files.sort((a, b) => a.date - b.date);
  }

  /** Forgets the object, finished or not: to be called in any case. */
  end(): void {
    this.exports.endRows();
    this.#sink = undefined;
  }

  /** Declares the columns of a data set. */
  declare(dataset: Dataset): void {
    if (dataset === this.#dataset) return;
    this.exports.clearColumns();
    this.#dataset = undefined;
    for (const { name, type, required } of dataset.columns) {
      const [from, length] = this.#pass(name);
      const dated = dataset.partition.by === 'column' && dataset.partition.column === name;
      const { precision, scale } = type.kind === 'decimal' ? type : { precision: 0, scale: 0 };
      this.exports.declareColumn(
        toKindNumber(type),
        Number(required === true),
        Number(dated),
        precision,
        scale,
        from,
        length,
      );
    }
    this.#dataset = dataset;
  }

  /** Copies a text into the core, where it stays until the next call. */
  #pass(text: string): [from: number, length: number] {
    const bytes = Buffer.from(text);
    const from = this.exports.reserveText(bytes.length);
    this.bytes(from, bytes.length).set(bytes);
    return [from, bytes.length];
  }

  #toSink(): RowsSink {
    if (!this.#sink) throw new Error('the conversion core wrote without an object');
    return this.#sink;
  }

  /** A check in the core failed: a fault of the core, not of the object. */
  #abort(message: number, file: number, line: number): never {
    throw new Error(`the conversion core stopped at ${this.#toText(file)}:${line}: ${this.#toText(message)}`);
  }

  /** A string of AssemblyScript: UTF-16, with its bytes counted in front. */
  #toText(address: number): string {
    if (address === 0) return '';
    const [length = 0] = new Uint32Array(this.exports.memory.buffer, address - 4, 1);
    return Buffer.from(this.bytes(address, length)).toString('utf16le');
  }
}

function toKindNumber({ kind }: ColumnType): number {
  const number = ['whole', 'decimal', 'text', 'instant'].indexOf(kind);
  if (number < 0) throw new Error(`a landing file has no columns of the kind ${kind}`);
  return number;
}
