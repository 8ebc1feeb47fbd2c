import { findDataset } from '../../lambdas/convert/find-dataset.ts';
import { loadObject } from '../../lambdas/convert/load-object.ts';
import { openLakeForWriting } from '../../local/lake.ts';
import { openLandingFile } from '../../local/local-landing.ts';

/* Loads one landing file into a new lake, ledger and all, and prints what the ledger says of its lines. */
const [path = '', lakeFolder = '', landingKey = 'bets/bench.jsonl'] = process.argv.slice(2);

const dataset = findDataset(landingKey);
if (!dataset) throw new Error(`no data set takes ${landingKey}`);
const lake = await openLakeForWriting(lakeFolder);
const outcome = await loadObject(lake, dataset, landingKey, () => openLandingFile(landingKey, path));
lake.close();
const { status, lines, accepted, quarantined, blank, error_message } = outcome?.record ?? {};
console.log(JSON.stringify({ status, lines, accepted, quarantined, blank, error_message }));
