/*
 * Loaded into every Node process that is measured, before its program: at its end the process writes what it
 * used, start and all threads included, as a line of JSON to the file that BETLAKE_BENCH_USAGE names.
 */
import { appendFileSync } from 'node:fs';
import { readPeakMib } from './peak-memory.mjs';

const file = process.env.BETLAKE_BENCH_USAGE;
if (file) {
  process.on('exit', () => {
    const { userCPUTime, systemCPUTime } = process.resourceUsage();
    const usage = { cpuSeconds: (userCPUTime + systemCPUTime) / 1e6, peakMib: readPeakMib() };
    appendFileSync(file, `${JSON.stringify(usage)}\n`);
  });
}
