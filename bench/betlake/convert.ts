import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { FolderStore } from '../../client/local/folder-store.ts';
import { defaultLimits } from '../../lambdas/convert/convert-object.ts';
import { findDataset } from '../../lambdas/convert/find-dataset.ts';
import { loadObject } from '../../lambdas/convert/load-object.ts';
import { openScratch } from '../../lambdas/core/runtime.ts';

/*
 * Loads one landing file into a new lake as the function `convert` does, ledger and all: with a version that need not
 * be computed, because S3 gives it. Prints the ledger's record.
 */
const [path = '', lakeFolder = '', landingKey = 'bets/bench.jsonl'] = process.argv.slice(2);

const dataset = findDataset(landingKey);
if (!dataset) throw new Error(`no data set takes ${landingKey}`);
const context = {
  store: new FolderStore(lakeFolder),
  scratch: await openScratch(join(lakeFolder, 'function')),
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
console.log(JSON.stringify(outcome?.record));
