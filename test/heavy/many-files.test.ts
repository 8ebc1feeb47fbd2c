import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';
import { measureProcess, type Usage } from '../../bench/harness/measure-process.ts';
import { type SparseBets, writeSparseBets } from '../../bench/input/write-sparse-bets.ts';
import { makeFolder } from '../client/local/temp-lake.ts';

const betlake = fileURLToPath(new URL('../../bin/betlake.js', import.meta.url));

/** Processor time and memory of a command: on a machine that others use, the only figures that say something. */
async function run(...args: string[]): Promise<Usage> {
  const command = { program: 'node', args: [betlake, ...args] } as const;
  return measureProcess(command, join(await makeFolder(), 'usage.jsonl'));
}

/** Two years of hourly files, and a bet on each of 4,351 days: what a file and a day cost themselves. */
const lakes: readonly (readonly [string, Omit<SparseBets, 'out'>, string, number])[] = [
  ['16,730 small files', { files: 16_730, linesPerFile: 15, minutesBetweenLines: 4 }, '2016-03', 120],
  ['4,351 days', { files: 1, linesPerFile: 4351, minutesBetweenLines: 1440 }, '2021-10', 150],
];

describe.each(lakes)('a lake of %s', (name, bets, month, mostSeconds) => {
  let [start, lake]: [Usage | undefined, string] = [undefined, ''];
  let ingested: Usage;
  beforeAll(async () => {
    const landing = await makeFolder();
    lake = join(await makeFolder(), 'lake');
    await writeSparseBets({ ...bets, out: landing });
    start = await run('--version');
    ingested = await run('ingest', landing, '--lake', lake);
    console.log(name, { start, ingested });
  }, 1_800_000);

  test(`is ingested in ${mostSeconds} seconds of processor time`, () => {
    expect(ingested.cpuSeconds).toBeLessThan(mostSeconds);
  });

  test.each([
    ['a query of no table', ['query', 'select 1']],
    ['the ledger', ['loads']],
    [
      'a metric of a month',
      ['metrics', 'bets-per-player', '--by', 'month', '--from', `${month}-01`, '--to', `${month}-28`],
    ],
  ])('gives %s within a second of processor time and 200 MiB beyond the start', async (what, args) => {
    const usage = await run(...args, '--lake', lake);
    const beyond = {
      cpuSeconds: usage.cpuSeconds - (start?.cpuSeconds ?? 0),
      mib: usage.peakMib - (start?.peakMib ?? 0),
    };
    console.log(name, what, usage, beyond);
    expect(beyond.cpuSeconds).toBeLessThan(1);
    expect(beyond.mib).toBeLessThan(200);
  });
});
