import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type Engine, type EngineOptions, openEngine } from './engine.ts';

/** What a process of a function keeps as long as it lives. */
export interface FunctionRuntime {
  readonly engine: Engine;
  /** Everything that is written to local disk is below it. */
  readonly scratch: string;
}

/**
 * Empties the folder that an earlier process of the same sandbox may have left, and starts the engine.
 *
 * @param memoryMib of the function; about 1,769 buy one vCPU
 * @see https://docs.aws.amazon.com/lambda/latest/dg/configuration-memory.html
 */
export async function openRuntime(folder: string, memoryMib: number): Promise<FunctionRuntime> {
  await rm(folder, { recursive: true, force: true });
  const scratch = join(folder, 'work');
  await mkdir(scratch, { recursive: true });
  const engine = await openLastingEngine({
    threads: Math.ceil(memoryMib / 1769),
    memoryLimitMib: Math.floor(memoryMib * engineShare),
    tempDirectory: join(folder, 'engine'),
    allowedDirectories: [scratch],
  });
  return { engine, scratch };
}

/**
 * An engine that is opened anew once a fatal error has ended it: after one, DuckDB refuses every further statement,
 * and a warm function would fail all that it is given for hours. The statement that met with the error fails; the
 * next finds a new engine.
 *
 * @param open starts an engine. @default DuckDB
 */
export async function openLastingEngine(
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
        // Nobody may be waiting for it yet; it fails whoever comes next.
        engine.catch(() => undefined);
      }
      throw error;
    }
  };
  const reopen = async (dead: Promise<Engine>) => {
    try {
      (await dead).close();
    } catch {
      // What is broken may be beyond closing, too.
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

/** How DuckDB begins the messages of errors after which it refuses all work. */
function isFatal(error: unknown): boolean {
  return (
    error instanceof Error &&
    /^(FATAL|INTERNAL) Error|database has been invalidated|Connection Error/i.test(error.message)
  );
}

/** The engine's limit bounds its buffers alone; Node and what it allocates beside them need the rest. */
const engineShare = 0.6;
