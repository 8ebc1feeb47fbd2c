import { readFileSync } from 'node:fs';
import { availableParallelism, cpus, type as osType, release, totalmem } from 'node:os';

/** What figures were measured on. */
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
