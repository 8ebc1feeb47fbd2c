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

/**
 * How much of two years of hourly files, and of a bet on each of 4,351 days: what a file and a day cost themselves.
 * All of it takes half an hour where a disk is slow to flush.
 */
const share = Number(process.env.BETLAKE_MANY_FILES_SHARE ?? '0.1');
const files = Math.round(16_730 * share);
const days = Math.round(4351 * share);
/** All of it is to take 120 and 150 seconds on a quiet machine; a busy one, and a small share, get half as much again. */
const lakes: readonly (readonly [string, Omit<SparseBets, 'out'>, string, number])[] = [
  [`${files} small files`, { files, linesPerFile: 15, minutesBetweenLines: 4 }, '2015-01', 180 * share],
  [`${days} days`, { files: 1, linesPerFile: days, minutesBetweenLines: 1440 }, '2015-10', 225 * share],
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

  test(`is ingested in ${mostSeconds} seconds of processor time beyond the start`, () => {
    expect(ingested.cpuSeconds - (start?.cpuSeconds ?? 0)).toBeLessThan(mostSeconds);
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
