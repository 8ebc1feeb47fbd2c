import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterEach, expect, test } from 'vitest';
import { openLakeForWriting } from '../../../client/local/lake.ts';
import { writeSample } from '../../../sample/write-sample.ts';
import { expectOracle } from '../../exactness/expect-oracle.ts';
import { readObjects } from '../../exactness/sample-objects.ts';
import { makeFolder, makeLake, now, type TempLake } from './temp-lake.ts';

const children = new Set<ChildProcess>();
afterEach(() => {
  for (const child of children) child.kill('SIGKILL');
});

/** Starts to ingest in a process of its own. */
function ingestInChild(lake: TempLake, landing: string, ...further: string[]) {
  const script = fileURLToPath(new URL('ingest-child.ts', import.meta.url));
  const args = ['--import', 'tsx', script, lake.folder, landing, now.toISOString(), ...further];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  children.add(child);
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  return { child, ended, lines: createInterface(child.stdout) };
}

/** Kills the process some time after it has printed its n-th line; returns what it printed. */
async function killAfter(
  lake: TempLake,
  landing: string,
  line: number,
  milliseconds: number,
): Promise<string[]> {
  const { child, ended, lines } = ingestInChild(lake, landing);
  const output: string[] = [];
  lines.on('line', (text) => {
    output.push(text);
    if (output.length === line) setTimeout(() => child.kill('SIGKILL'), milliseconds);
  });
  await ended;
  return output;
}

test('a run that is killed at any time is healed by the next, entry 38', async () => {
  const landing = await makeFolder();
  await writeSample({
    out: landing,
    bets: 3000,
    players: 60,
    games: 20,
    days: 6,
    start: '2021-10-04',
    seed: 2,
    badRatio: 0.02,
  });
  const objects = await readObjects(landing);
  const lake = await makeLake();
  const kills: [line: number, milliseconds: number][] = [
    [1, Math.random() * 30],
    [2, Math.random() * 60],
    [6, Math.random() * 60],
    [12, Math.random() * 60],
  ];
  const outputs: string[][] = [];
  for (const [line, milliseconds] of kills) outputs.push(await killAfter(lake, landing, line, milliseconds));
  expect(outputs.filter((output) => !output.includes('ended')).length).toBeGreaterThan(1);

  expect(await killAfter(lake, landing, Number.POSITIVE_INFINITY, 0)).toContain('ended');
  await expectOracle(lake, objects);
  const loads = await lake.rows('select distinct status, len(invalidations) as invalidations from loads');
  expect(loads).toEqual([{ status: 'loaded', invalidations: 0n }]);
}, 60_000);

test('the second of two writers on one lake names the first, and a reader still reads', async () => {
  const lake = await makeLake();
  const { child, ended, lines } = ingestInChild(lake, lake.folder, 'wait');
  await new Promise((resolve) => lines.once('line', resolve));
  await expect(openLakeForWriting(lake.folder)).rejects.toThrow(
    new RegExp(
      `is being written by process ${child.pid} on .* since .* UTC; wait until it has ended, or end it, then run this again`,
    ),
  );
  expect(await lake.rows('select * from activity_daily')).toEqual([]);
  child.kill('SIGKILL');
  await ended;
  const opened = await openLakeForWriting(lake.folder);
  opened.close();
});
