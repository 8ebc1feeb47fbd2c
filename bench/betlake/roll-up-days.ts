import { readFileSync } from 'node:fs';
import { rollUpDays } from '../../lambdas/rollup/roll-up-days.ts';
import { openLakeForWriting } from '../../local/lake.ts';

/* Rolls up the days of a lake that a file names, as JSON, and prints the seconds of wall and CPU it took. */
const [lakeFolder = '', daysFile = ''] = process.argv.slice(2);

const lake = await openLakeForWriting(lakeFolder);
const before = process.cpuUsage();
const began = performance.now();
await rollUpDays(lake, JSON.parse(readFileSync(daysFile, 'utf8')) as string[]);
const wallSeconds = (performance.now() - began) / 1000;
const { user, system } = process.cpuUsage(before);
lake.close();
console.log(JSON.stringify({ wallSeconds, cpuSeconds: (user + system) / 1e6 }));
