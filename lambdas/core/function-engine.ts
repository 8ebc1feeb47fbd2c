import { join } from 'node:path';
import { type Engine, type EngineOptions, openEngine } from './engine.ts';

/** The engine's limit applies to its buffers alone; Node and the engine's other allocations need the rest. */
const engineShare = 0.6;

/**
 * Starts the engine of a function.
 *
 * @param folder for what the engine spills
 * @param scratch a folder that the engine may read and write
 * @param memoryMib of the function; about 1,769 buy one vCPU
 * @see https://docs.aws.amazon.com/lambda/latest/dg/configuration-memory.html
 */
export function openFunctionEngine(folder: string, scratch: string, memoryMib: number): Promise<Engine> {
  return openReopeningEngine({
    threads: Math.ceil(memoryMib / 1769),
    memoryLimitMib: Math.floor(memoryMib * engineShare),
    tempDirectory: join(folder, 'engine'),
    allowedDirectories: [scratch],
  });
}

/**
 * An engine that is reopened after a fatal error: DuckDB then refuses every further statement, and a warm
 * function would fail all its messages for hours. The statement that caused the error fails; the next one uses
 * a new engine.
 *
 * @param open starts an engine. @default DuckDB
 */
export async function openReopeningEngine(
  options: EngineOptions,
  open: (options: EngineOptions) => Promise<Engine> = openEngine,
): Promise<Engine> {
  let engine: Promise<Engine> = open(options);
  await engine;
  const using = async <T>(work: (engine: Engine) => Promise<T>): Promise<T> => {
    const current = engine;
    try {
      return await work(await current);
    } catch (error) {
      if (isFatal(error) && engine === current) {
        engine = reopen(current);
        // No caller may await it yet; where it fails, the next call fails.
        engine.catch(() => undefined);
      }
      throw error;
    }
  };
  const reopen = async (dead: Promise<Engine>) => {
    try {
      (await dead).close();
    } catch {
      // A broken engine may fail to close.
    }
    return open(options);
  };
  return {
    memoryLimitMib: options.memoryLimitMib,
    run: (sql) => using((current) => current.run(sql)),
    rows: (sql) => using((current) => current.rows(sql)),
    close: () => void engine.then((current) => current.close()),
  };
}

/** Whether DuckDB refuses all work after this error, by the beginning of its message. */
function isFatal(error: unknown): boolean {
  return (
    error instanceof Error &&
    /^(FATAL|INTERNAL) Error|database has been invalidated|Connection Error/i.test(error.message)
  );
}
