import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Bench } from '../../bench/harness/bench.ts';
import { type Contestant, median, race } from '../../bench/harness/race.ts';
import { makeFolder } from '../client/local/temp-lake.ts';

async function makeBench(runs: number): Promise<Bench> {
  return { work: await makeFolder(), runs, quick: true, scale: (count) => count, report() {} };
}

/** A process that writes its folder's `out`, burns some processor time and holds some memory. */
function burn(name: string, milliseconds: number, mebibytes: number): Contestant {
  const program = `
    const held = Buffer.alloc(${mebibytes} * 1024 ** 2, 1);
    for (const end = process.cpuUsage().user + ${milliseconds} * 1000; process.cpuUsage().user < end; );
    require('node:fs').writeFileSync(process.argv[1], 'x'.repeat(held[0] * 7));`;
  return {
    name,
    command: (folder) => ({ program: 'node', args: ['-e', program, join(folder, 'out')] }),
    check: async () => 7,
  };
}

test('a race measures the time and memory of each process alone, run in turn', async () => {
  // A process inherits the peak of the one that starts it, as Linux counts for getrusage.
  const heldHere = Buffer.alloc(200 * 1024 ** 2, 1);
  const order: string[] = [];
  const noting = (contestant: Contestant): Contestant => ({
    ...contestant,
    async check(folder, stdout) {
      order.push(contestant.name);
      return contestant.check(folder, stdout);
    },
  });
  const bench = await makeBench(2);
  const [idle, busy] = await race(bench, 'burning', [
    noting(burn('idle', 0, 1)),
    noting(burn('busy', 200, 80)),
  ]);
  expect(order).toEqual(['idle', 'busy', 'idle', 'busy']);
  expect(busy?.runs).toHaveLength(2);
  expect(busy?.bytesOut).toBe(7);
  expect((busy?.cpuSeconds ?? 0) - (idle?.cpuSeconds ?? 0)).toBeGreaterThan(0.15);
  expect((busy?.peakMib ?? 0) - (idle?.peakMib ?? 0)).toBeGreaterThan(60);
  expect(busy?.peakMib).toBeLessThan(heldHere.length / 1024 ** 2);
});

test('fails when an output is wrong, naming the contestant', async () => {
  const wrong: Contestant = {
    ...burn('wrong', 0, 1),
    async check(folder) {
      await writeFile(join(folder, 'seen'), '');
      throw new Error('a cent is missing');
    },
  };
  await expect(race(await makeBench(1), 'burning', [wrong])).rejects.toMatchObject({
    message: 'burning: what wrong wrote is not right',
    cause: { message: 'a cent is missing' },
  });
});

test('fails when a process fails, with its stderr', async () => {
  const failing: Contestant = {
    ...burn('failing', 0, 1),
    command: () => ({ program: 'node', args: ['-e', 'throw new Error("out of cents")'] }),
  };
  await expect(race(await makeBench(1), 'burning', [failing])).rejects.toThrow('out of cents');
});

test('the median of an even number of values is the mean of the two in the middle', () => {
  expect([median([3, 1, 2]), median([4, 1, 2, 3])]).toEqual([2, 2.5]);
});
