import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import { connectEngine, type Engine, openEngine } from '../../lambdas/core/engine.ts';
import { TableReader } from './table-reader.ts';

/** What takes time to start, shared by the lakes of a test file: the functions' engine, a reader, a folder. */
export interface Workbench {
  readonly folder: string;
  readonly engine: Engine;
  readonly reader: TableReader;
}

/** Opens a workbench for the tests of this file. */
export function useWorkbench(): () => Workbench {
  let bench: Workbench | undefined;
  let close = async () => {};
  beforeAll(async () => {
    const folder = await mkdtemp(join(tmpdir(), 'betlake-cloud-'));
    const options = { threads: 1, memoryLimitMib: 256, allowedDirectories: [folder] };
    const engine = await openEngine({ ...options, tempDirectory: join(folder, 'engine') });
    const { connection, instance } = await connectEngine({
      ...options,
      tempDirectory: join(folder, 'reader'),
    });
    bench = { folder, engine, reader: await TableReader.open(connection) };
    close = async () => {
      engine.close();
      connection.closeSync();
      instance.closeSync();
      await rm(folder, { recursive: true, force: true });
    };
  });
  afterAll(() => close());
  return () => {
    if (!bench) throw new Error('the workbench is open in tests alone');
    return bench;
  };
}
