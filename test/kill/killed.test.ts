import { statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { makeFolder, TempLake } from '../client/local/temp-lake.ts';
import { expectWholeLake } from './expect-whole-lake.ts';
import { makeVersions, writeObjects } from './landing-versions.ts';
import { runCommand } from './run-command.ts';

const kills = Number(process.env.BETLAKE_KILLS ?? '100');

/** Identifies one opening of the lake: each makes a new folder for temporary files. */
function seeOpening(lake: string): string {
  const folder = join(lake, 'tmp');
  const seen = statSync(folder, { throwIfNoEntry: false });
  return seen ? `${seen.ino} ${seen.birthtimeMs}` : '';
}

test(`an ingest that is killed ${kills} times at random times leaves a lake like one that was never killed`, async () => {
  const versions = await makeVersions();
  const landing = await makeFolder();
  const folder = join(await makeFolder(), 'lake');
  const current = [...(versions[0] ?? [])];
  await writeObjects(landing, current);
  const args = ['ingest', landing, '--lake', folder];

  /** How long a run works once it has opened the lake. */
  let workMs = 0;
  let killed = 0;
  let ran = 0;
  async function ingest(delayMs: number): Promise<void> {
    const before = seeOpening(folder);
    let opened = 0;
    const { code, stderr } = await runCommand(args, {
      watch: async (child) => {
        while (child.exitCode === null && child.signalCode === null && seeOpening(folder) === before)
          await wait(3);
        opened = performance.now();
        await wait(delayMs);
        child.kill('SIGKILL');
      },
    });
    if (code === null) {
      killed++;
      return;
    }
    expect([code, stderr]).toEqual([0, stderr]);
    workMs = performance.now() - opened;
    ran++;
  }

  await ingest(600_000);
  for (let run = 0; killed < kills; run++) {
    // A file or two change, so that there is something to do; some runs find what the last one left, too.
    for (let change = 0; change < 2; change++) {
      const at = Math.floor(Math.random() * current.length);
      const object = versions[Math.floor(Math.random() * 2)]?.[at];
      if (object && Math.random() < 0.7) current[at] = object;
    }
    await writeObjects(landing, current);
    await ingest(Math.random() * workMs * 1.05);
    if (run % 10 === 0) {
      console.log(`killed ${killed} times, ran to the end ${ran} times`);
      // Every file that a reader gets is there, whatever was being written.
      const [row] = await new TempLake(folder).rows('select count(*) as n from activity_daily, loads');
      expect(row?.n).toBeGreaterThan(0n);
    }
  }
  console.log(
    `killed ${killed} times, ran to the end ${ran} times; a run works for ${Math.round(workMs)} ms`,
  );
  expect((await runCommand(args)).code).toBe(0);
  await expectWholeLake(folder, current);
});
