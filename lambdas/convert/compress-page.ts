import { readFileSync } from 'node:fs';

/**
 * What Zstandard's WebAssembly build exports: its names are shortened, and the package is pinned exactly. Its own
 * loader is asynchronous and makes a context a call.
 *
 * @see node_modules/@bokuweb/zstd-wasm/dist/esm/zstd.js
 */
interface ZstdExports {
  readonly f: WebAssembly.Memory;
  /** Runs constructors. */
  g(): void;
  /** ZSTD_isError */
  h(code: number): number;
  /** ZSTD_createCCtx */
  j(): number;
  /** ZSTD_compress_usingDict */
  l(
    context: number,
    to: number,
    room: number,
    from: number,
    length: number,
    dictionary: number,
    dictionaryLength: number,
    level: number,
  ): number;
  /** malloc */
  s(bytes: number): number;
  /** free */
  t(address: number): void;
}

/** Level 1: higher ones cost more CPU than they save storage and requests. */
const level = 1;

/** Loaded with the first page: an object of few rows has none to compress. */
let compressor: PageCompressor | undefined;

/**
 * Compresses a page into one Zstandard frame. Node 20 has no Zstandard of its own, and newer ones make a context for
 * each call.
 *
 * @param room where the frame goes
 * @returns the length of the frame; 0 where it does not fit
 */
export function compressPage(page: Uint8Array, room: Uint8Array): number {
  compressor ??= new PageCompressor();
  return compressor.compress(page, room);
}

class PageCompressor {
  readonly #zstd: ZstdExports;
  readonly #context: number;
  /** Where pages and frames are in Zstandard's memory. */
  #buffer = 0;
  #capacity = 0;

  constructor() {
    const module = new WebAssembly.Module(readFileSync(new URL('assembly/build/zstd.wasm', import.meta.url)));
    const imports = { a: fail, b: fail, c: fail, d: fail, e: (bytes: number) => this.#grow(bytes) };
    const { exports } = new WebAssembly.Instance(module, { a: imports });
    this.#zstd = exports as unknown as ZstdExports;
    this.#zstd.g();
    this.#context = this.#zstd.j();
  }

  compress(page: Uint8Array, room: Uint8Array): number {
    const zstd = this.#zstd;
    const needed = page.length + room.length;
    if (needed > this.#capacity) {
      if (this.#capacity > 0) zstd.t(this.#buffer);
      this.#capacity = Math.max(needed, 1 << 20);
      this.#buffer = zstd.s(this.#capacity);
      if (this.#buffer === 0) throw new Error('no memory is left to compress a page');
    }
    const from = this.#buffer;
    const to = from + page.length;
    new Uint8Array(zstd.f.buffer, from, page.length).set(page);
    const length = zstd.l(this.#context, to, room.length, from, page.length, 0, 0, level);
    if (zstd.h(length) !== 0) return 0;
    room.set(new Uint8Array(zstd.f.buffer, to, length));
    return length;
  }

  /** emscripten_resize_heap: 1 where memory has the size then. */
  #grow(bytes: number): number {
    const { f: memory } = this.#zstd;
    const pages = Math.ceil(((bytes >>> 0) - memory.buffer.byteLength) / 65_536);
    try {
      memory.grow(Math.max(pages, 0));
      return 1;
    } catch {
      return 0;
    }
  }
}

function fail(): never {
  throw new Error('Zstandard stopped');
}
