import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'vitest';
import { FolderStore } from '../../client/local/folder-store.ts';
import { datasetNames } from '../../glue/datasets/index.ts';
import { listLoadRecords } from '../../lambdas/core/ledger.ts';
import { sweepUnnamedFiles } from '../../lambdas/sweep/sweep-unnamed-files.ts';
import { TempLake } from '../client/local/temp-lake.ts';
import { expectOracle } from '../exactness/expect-oracle.ts';
import type { LandedObject } from '../oracle/landed-object.ts';

/**
 * Holds a lake to what its landing objects say, nothing more and nothing less: every view equals the independent
 * computation, every load is reported, and after a sweep no file is there that nothing names.
 */
export async function expectWholeLake(folder: string, objects: readonly LandedObject[]): Promise<void> {
  const lake = new TempLake(folder);
  await expectOracle(lake, objects);
  const loads = await lake.rows(
    'select distinct status, len(invalidations) as invalidations, error_code from loads',
  );
  expect(loads).toEqual([{ status: 'loaded', invalidations: 0n, error_code: null }]);

  const store = new FolderStore(folder);
  // As of a day later: what a killed run left has been seen by no sweep yet, so it takes two.
  for (const days of [1, 2.5]) await sweepUnnamedFiles(store, new Date(Date.now() + days * 86_400_000), 0);
  const named = new Set<string | null>();
  for (const path of await readdir(folder, { recursive: true })) {
    if (!path.endsWith('symlink.txt')) continue;
    for (const key of (await readFile(join(folder, path), 'utf8')).split('\n')) {
      named.add(key).add(key.replace('.parquet', '.sources.json'));
    }
  }
  for (const dataset of datasetNames) {
    for await (const { record } of listLoadRecords(store, dataset)) {
      for (const { key } of record.files) named.add(key);
      named.add(record.quarantine_key);
    }
  }
  const kept: string[] = [];
  for (const prefix of ['curated/', 'quarantine/', 'rollup/']) {
    for await (const { key } of store.list(prefix)) if (/\/files\//.test(key)) kept.push(key);
  }
  expect(kept.length).toBeGreaterThan(10);
  expect(kept.filter((key) => !named.has(key))).toEqual([]);
  expect(await readdir(join(folder, 'tmp'))).toEqual([]);
  await expectOracle(lake, objects);
}
