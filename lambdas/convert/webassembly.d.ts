/* What conversion uses of WebAssembly, which TypeScript declares for browsers alone. */
declare namespace WebAssembly {
  class Module {
    constructor(bytes: Uint8Array);
  }
  class Instance {
    constructor(
      module: Module,
      imports: Readonly<Record<string, Readonly<Record<string, (...values: number[]) => unknown>>>>,
    );
    readonly exports: object;
  }
  interface Memory {
    readonly buffer: ArrayBuffer;
    /** Grows by so many pages of 64 KiB; returns the pages before. @throws RangeError where there is no memory */
    grow(pages: number): number;
  }
  interface Global {
    readonly value: number;
  }
}
