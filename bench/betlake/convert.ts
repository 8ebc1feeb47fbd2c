import { join } from 'node:path';
import { FolderStore } from '../../client/local/folder-store.ts';
import { openLandingFile } from '../../client/local/local-landing.ts';
import { defaultLimits } from '../../lambdas/convert/convert-object.ts';
import { findDataset } from '../../lambdas/convert/find-dataset.ts';
import { loadObject } from '../../lambdas/convert/load-object.ts';
import { openScratch } from '../../lambdas/core/runtime.ts';

/*
 * Loads one landing file into a new lake as `betlake ingest` does without its command line: the hash of the file, every
 * check, the ledger. Prints the ledger's record.
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
const object = await openLandingFile({ key: landingKey, path });
const outcome = await loadObject(context, dataset, landingKey, async () => object);
console.log(JSON.stringify(outcome?.record));
