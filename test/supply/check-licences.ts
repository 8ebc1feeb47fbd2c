import { readFileSync } from 'node:fs';
import { findFaults } from './find-faults.ts';

/* `npm run check:licences`: fails where a locked package has no permissive licence, no hash or no exact version. */

function readJson(name: string) {
  return JSON.parse(readFileSync(new URL(`../../${name}`, import.meta.url), 'utf8'));
}

const { dependencies, devDependencies } = readJson('package.json');
const lock = readJson('package-lock.json');
const faults = findFaults(lock, { ...dependencies, ...devDependencies });
for (const fault of faults) console.error(fault);
console.log(`${Object.keys(lock.packages).length - 1} packages, ${faults.length} faults`);
if (faults.length > 0) process.exitCode = 1;
