import type { TestProject } from 'vitest/node';
import { startTrinoOverEmulator } from './start-trino-over-emulator.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** Where Trino is. */
    readonly trino: string;
  }
}

/** Starts the emulator and Trino over it for all tests of this run, and stops both after them. */
export default async function setUp({ provide }: TestProject): Promise<() => Promise<void>> {
  const trino = await startTrinoOverEmulator();
  provide('trino', trino.url);
  return trino.stop;
}
