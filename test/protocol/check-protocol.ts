import Table from 'cli-table3';
import { bugs, configurations } from './configurations.ts';
import { type Exploration, explore, toOptions } from './explore.ts';
import { findSpin } from './find-spin.ts';

/** `npm run check:protocol`: explores the model of the commit protocol, and proves that it finds planted bugs. */
await findSpin();
const table = new Table({
  head: ['explored with', 'states', 'depth', 'MB', 'seconds', 'found'],
  colAligns: ['left', 'right', 'right', 'right', 'right', 'left'],
  style: { head: [], border: [], compact: true },
});
const failures: string[] = [];

for (const faults of configurations) {
  const explored = await explore(faults);
  const name = toOptions(faults).join(' ').replaceAll('-D', '');
  addRow(name, explored, explored.broken ?? 'nothing');
  if (explored.broken !== undefined)
    failures.push(`with ${name} the protocol breaks “${explored.broken}” by these steps:\n${explored.steps}`);
}
for (const { option, faults, breaks } of bugs) {
  const explored = await explore(faults, option);
  addRow(option, explored, explored.broken ?? 'NOTHING');
  if (!explored.broken?.startsWith(breaks))
    failures.push(
      `the planted ${option} should break “${breaks}”, and breaks ${explored.broken ?? 'nothing'}`,
    );
}
process.stdout.write(`${table.toString()}\n`);
for (const failure of failures) process.stderr.write(`${failure}\n`);
if (failures.length > 0) process.exitCode = 1;

function addRow(name: string, { states, depth, megabytes, seconds }: Exploration, found: string): void {
  process.stderr.write(`${name}: ${states} states in ${seconds.toFixed(1)} s\n`);
  table.push([name, states.toLocaleString('en'), depth, Math.round(megabytes), seconds.toFixed(1), found]);
}
