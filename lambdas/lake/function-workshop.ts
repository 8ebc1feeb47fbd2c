import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type Engine, openEngine } from './engine.ts';

/** What a process of a function keeps as long as it lives. */
export interface FunctionWorkshop {
  readonly engine: Engine;
  /** Everything that is written to local disk is below it. */
  readonly scratch: string;
  readonly threads: number;
}

/**
 * Empties the folder that an earlier process of the same sandbox may have left, and starts the engine.
 *
 * @param memoryMib of the function; about 1,769 buy one vCPU
 * @see https://docs.aws.amazon.com/lambda/latest/dg/configuration-memory.html
 */
export async function openWorkshop(folder: string, memoryMib: number): Promise<FunctionWorkshop> {
  await rm(folder, { recursive: true, force: true });
  const scratch = join(folder, 'work');
  await mkdir(scratch, { recursive: true });
  const threads = Math.ceil(memoryMib / 1769);
  const engine = await openEngine({
    threads,
    memoryLimitMib: Math.floor(memoryMib * engineShare),
    tempDirectory: join(folder, 'engine'),
    allowedDirectories: [scratch],
  });
  return { engine, scratch, threads };
}

/** The engine's limit bounds its buffers alone; Node and what it allocates beside them need the rest. */
const engineShare = 0.6;
