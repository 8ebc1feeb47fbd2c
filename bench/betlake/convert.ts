import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { FolderStore } from '../../client/local/folder-store.ts';
import { defaultLimits } from '../../lambdas/convert/convert-object.ts';
import { findDataset } from '../../lambdas/convert/find-dataset.ts';
import { loadObject } from '../../lambdas/convert/load-object.ts';
import { openRuntime } from '../../lambdas/core/runtime.ts';

/*
 * Loads one landing file into a new lake as the function `convert` does, ledger and all: with the engine that a
 * function of so much memory has, and a version that need not be computed, because S3 gives it. Prints the
 * ledger's record.
 */
const [path = '', lakeFolder = '', landingKey = 'bets/bench.jsonl', memoryMib = '1769'] =
  process.argv.slice(2);

const dataset = findDataset(landingKey);
if (!dataset) throw new Error(`no data set takes ${landingKey}`);
const { engine, scratch } = await openRuntime(join(lakeFolder, 'function'), Number(memoryMib));
const context = {
  store: new FolderStore(lakeFolder),
  engine,
  scratch,
  now: () => new Date(),
  firstDate: '2015-01-01',
  limits: defaultLimits,
};
const { size, mtime } = await stat(path);
const outcome = await loadObject(context, dataset, landingKey, async () => ({
  key: landingKey,
  size,
  lastModified: mtime,
  version: '1',
  open: () => createReadStream(path, { highWaterMark: 256 * 1024 }) as AsyncIterable<Buffer>,
}));
engine.close();
console.log(JSON.stringify(outcome?.record));
