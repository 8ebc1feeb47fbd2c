import { readPeakMib } from '../../bench/harness/peak-memory.mjs';
import { findLandingFiles } from '../../client/local/find-landing-files.ts';
import { ingestFiles } from '../../client/local/ingest-files.ts';
import { openLakeForWriting } from '../../client/local/lake.ts';
import { refreshInvalidDays } from '../../client/local/refresh-invalid-days.ts';

/* A process that ingests a folder into a new lake and rolls it up, and prints its peak memory. */
const [lakeFolder = '', landingFolder = ''] = process.argv.slice(2);

const lake = await openLakeForWriting(lakeFolder);
let lines = 0;
let accepted = 0;
for await (const { record } of ingestFiles(lake, (await findLandingFiles([landingFolder])).files)) {
  lines += record?.lines ?? 0;
  accepted += record?.accepted ?? 0;
}
const { days } = await refreshInvalidDays(lake);
lake.close();
console.log(JSON.stringify({ lines, accepted, days, peakMib: readPeakMib() }));
