import { readFileSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { availableParallelism, cpus, type as osType, release, totalmem } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The machine that figures were measured on. */
export interface Machine {
  readonly processor: string;
  readonly cores: number;
  readonly memoryGib: number;
  readonly system: string;
  readonly node: string;
  readonly duckdb: string;
}

export function describeMachine(): Machine {
  const manifest = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
  return {
    processor: cpus()[0]?.model.trim() ?? 'unknown',
    cores: availableParallelism(),
    memoryGib: Math.round(totalmem() / 1024 ** 3),
    system: `${osType()} ${release()}`,
    node: process.versions.node,
    duckdb: manifest.dependencies['@duckdb/node-api'],
  };
}

/** The results that docs/performance.md is made of. */
export const keptResults = fileURLToPath(new URL('../results/', import.meta.url));

/** The figures of one run of a part. */
export interface Results<Result> {
  readonly part: string;
  /** `YYYY-MM-DD` */
  readonly date: string;
  readonly quick: boolean;
  readonly machine: Machine;
  readonly result: Result;
}

export async function writeResults<Result>(folder: string, results: Results<Result>): Promise<void> {
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, `${results.part}.json`), `${JSON.stringify(results, null, 2)}\n`);
}

/** @returns undefined where the part has not been measured */
export async function readResults<Result>(
  folder: string,
  part: string,
): Promise<Results<Result> | undefined> {
  try {
    return JSON.parse(await readFile(join(folder, `${part}.json`), 'utf8'));
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}
