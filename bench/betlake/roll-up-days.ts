import { readFileSync } from 'node:fs';
import { openLakeForWriting } from '../../client/local/lake.ts';
import { refreshDay } from '../../lambdas/rollup/refresh-day.ts';
import { measureWork } from '../harness/measure-process.ts';
import { watchFolder } from '../harness/watch-folder.ts';

/* Rolls up the days of a lake that a file names, as JSON, and prints what it took: seconds, and MiB of disk. */
const [lakeFolder = '', daysFile = ''] = process.argv.slice(2);

const lake = await openLakeForWriting(lakeFolder);
const days = JSON.parse(readFileSync(daysFile, 'utf8')) as string[];
const scratch = watchFolder(lake.scratch);
const took = await measureWork(async () => {
  for (const day of days) await refreshDay(lake, day);
});
const scratchMib = scratch.stop() / 1024 ** 2;
lake.close();
console.log(JSON.stringify({ ...took, scratchMib }));
