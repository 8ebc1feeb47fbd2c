import { findLandingFiles } from '../../../client/local/find-landing-files.ts';
import { ingestFiles } from '../../../client/local/ingest-files.ts';
import { openLakeForWriting } from '../../../client/local/lake.ts';
import { refreshInvalidDays } from '../../../client/local/refresh-invalid-days.ts';

/*
 * A process that ingests a folder into a lake, for tests that kill it: it says "begun" once it holds the lake.
 * With "wait" it then holds it until it is killed.
 */
const [lakeFolder = '', landingFolder = '', nowText = '', wait] = process.argv.slice(2);

const lake = await openLakeForWriting(lakeFolder, { now: () => new Date(nowText) });
console.log('begun');
if (wait === 'wait') await new Promise(() => setInterval(() => {}, 1000));
for await (const { status, file } of ingestFiles(lake, (await findLandingFiles([landingFolder])).files)) {
  console.log(`${status} ${file.key}`);
}
await refreshInvalidDays(lake, (_, all, day) => console.log(`day ${day} of ${all}`));
console.log('ended');
lake.close();
