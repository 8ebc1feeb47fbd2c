import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { findLandingFiles } from '../../../client/local/find-landing-files.ts';
import { type FileLoad, ingestFiles } from '../../../client/local/ingest-files.ts';
import { refreshInvalidDays } from '../../../client/local/refresh-invalid-days.ts';
import { expectOracle } from '../../exactness/expect-oracle.ts';
import { makeSampleObjects } from '../../exactness/sample-objects.ts';
import { stake } from '../../faults/rows.ts';
import type { LandedObject } from '../../oracle/landed-object.ts';
import { bet, landed } from '../../oracle/landing-example.ts';
import { expectSameRows } from './plain-rows.ts';
import { makeFolder, makeLake, now, type TempLake } from './temp-lake.ts';

const sample = { bets: 900, players: 60, games: 20, days: 3, start: '2021-10-04', seed: 9, badRatio: 0.02 };

async function writeLanding(objects: readonly LandedObject[]): Promise<string> {
  const folder = await makeFolder();
  for (const { key, bytes } of objects) {
    const path = join(folder, key);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, bytes);
  }
  return folder;
}

async function ingestFolder(lake: TempLake, folder: string) {
  return lake.write({ now }, async (context) => {
    const loads: FileLoad[] = [];
    for await (const load of ingestFiles(context, (await findLandingFiles([folder])).files)) loads.push(load);
    return { loads, ...(await refreshInvalidDays(context)) };
  });
}

/** The records and manifests of a lake: all that decides what is visible. */
async function readCommitted(lake: TempLake): Promise<Record<string, string>> {
  const names = await readdir(lake.folder, { recursive: true });
  const committed = names
    .filter((name) => /^loads.*\.json$|symlink\.txt$|definition\.json$/.test(name))
    .sort();
  const texts = committed.map(async (name) => [name, await readFile(join(lake.folder, name), 'utf8')]);
  return Object.fromEntries(await Promise.all(texts));
}

const statusesOf = (loads: readonly FileLoad[]) => [...new Set(loads.map(({ status }) => status))];

test('a folder that is ingested twice changes nothing, and neither does a file with only a new time', async () => {
  const objects = await makeSampleObjects(sample);
  const folder = await writeLanding(objects);
  const lake = await makeLake();
  const first = await ingestFolder(lake, folder);
  expect(statusesOf(first.loads)).toEqual(['loaded']);
  expect(first.days).toEqual(['2021-10-04', '2021-10-05', '2021-10-06']);
  const committed = await readCommitted(lake);

  for (const { key, bytes } of objects) await writeFile(join(folder, key), bytes);
  const second = await ingestFolder(lake, folder);
  expect(statusesOf(second.loads)).toEqual(['unchanged']);
  expect(second.loads.map(({ record }) => record?.accepted)).toEqual(
    first.loads.map(({ record }) => record?.accepted),
  );
  expect(second.days).toEqual([]);
  expect(await readCommitted(lake)).toEqual(committed);
  await expectOracle(lake, objects);
});

test('a changed file replaces what it had loaded, and only its days are computed again', async () => {
  const objects = await makeSampleObjects(sample);
  const lake = await makeLake();
  await lake.ingest(objects);
  const before = await readCommitted(lake);
  const changed = landed('bets/2021-10-05.jsonl', bet({ bet_dt: '2021-10-04 10:00:00' }));
  const { loads, days } = await lake.ingest([changed]);
  expect(loads[0]?.status).toBe('replaced');
  expect(days).toContain('2021-10-04');
  expect(days).toContain('2021-10-05');
  const kept = objects.filter(({ key }) => key !== changed.key);
  await expectOracle(lake, [...kept, changed]);

  const after = await readCommitted(lake);
  const filesOf = (committed: Record<string, string>, day: string) =>
    Object.values(committed).flatMap((text) => text.split('\n').filter((line) => line.includes(`/${day}.`)));
  for (const day of ['2021-10-04', '2021-10-05', '2021-10-06']) {
    const same = filesOf(before, day).join() === filesOf(after, day).join();
    expect([day, same]).toEqual([day, !days.includes(day)]);
  }

  const emptied = landed('bets/2021-10-04.jsonl');
  await lake.ingest([emptied]);
  await expectOracle(lake, [...kept.filter(({ key }) => key !== emptied.key), changed, emptied]);
});

test('a day that cannot be refreshed does not stop the others, is named, and is refreshed by the next run', async () => {
  const lake = await makeLake();
  const days = ['2021-10-04', '2021-10-05', '2021-10-06'];
  const objects = days.map((day, at) =>
    landed(`bets/${day}.jsonl`, bet({ bet_id: at, bet_dt: `${day} 12:00:00` })),
  );
  const players = landed('players/a.jsonl', { player_code: 'P1', country_code: 'FI' });
  await lake.ingest([...objects, players], { rollUp: false });
  const [file] = await readdir(join(lake.folder, 'curated/bets/files/2021-10-05'));
  const path = join(lake.folder, 'curated/bets/files/2021-10-05', file ?? '');
  await rename(path, `${path}.aside`);
  const broken = await lake.ingest([]);
  expect(broken.days).toEqual(['2021-10-04', '2021-10-06']);
  expect(broken.failed).toMatchObject([{ dataset: 'bets', date: '2021-10-05' }]);
  const pending = await lake.rows('select landing_key from loads where len(invalidations) > 0');
  expect(pending).toEqual([{ landing_key: 'bets/2021-10-05.jsonl' }]);
  expect(await lake.rows('select count(*) as n from players_current')).toEqual([{ n: 1n }]);
  await rename(`${path}.aside`, path);
  expect(await lake.ingest([])).toMatchObject({ days: ['2021-10-05'], failed: [] });
  await expectOracle(lake, [...objects, players]);
});

test('a file of one day refreshes only that day', async () => {
  const lake = await makeLake();
  await lake.ingest(await makeSampleObjects(sample));
  const before = await readCommitted(lake);
  const late = landed('bets/late.jsonl', bet({ bet_id: 5, bet_dt: '2021-10-06 00:00:00' }));
  expect((await lake.ingest([late])).days).toEqual(['2021-10-06']);
  const after = await readCommitted(lake);
  const changed = Object.keys(after).filter((name) => after[name] !== before[name]);
  expect(changed.map((name) => name.replace(/[0-9a-f]{32}/, '*'))).toEqual([
    'curated/bets/manifest/dt=2021-10-06/symlink.txt',
    'loads/bets/*.json',
    'rollup/activity/manifest/year=2021/symlink.txt',
  ]);
});

/** Pieces of at least one line, with names that sort in the order of the whole. */
function cutIntoPieces({ key, bytes, lastModified }: LandedObject, count: number): LandedObject[] {
  const lines = bytes.toString('latin1').split(/(?<=\n)/);
  const size = Math.ceil(lines.length / count);
  return Array.from({ length: count }, (_, at) => ({
    key: key.replace('.jsonl', `.part-${at}.jsonl`),
    bytes: Buffer.from(lines.slice(at * size, (at + 1) * size).join(''), 'latin1'),
    lastModified,
  }));
}

test('a file cut into pieces that sort in its order gives the same rows', async () => {
  const objects = await makeSampleObjects(sample);
  const lake = await makeLake();
  await lake.ingest(objects);
  const pieces = objects.flatMap((object) => cutIntoPieces(object, 3));
  const cut = await makeLake();
  await cut.ingest(pieces.toReversed());
  await expectOracle(cut, pieces);
  for (const view of ['activity_daily', 'bet_conflicts', 'players_current', 'games_current']) {
    expectSameRows(view, await cut.rows(`select * from ${view}`), await lake.rows(`select * from ${view}`));
  }
});

describe('void statuses', () => {
  const objects = [
    landed('bets/a', stake(1, '2021-10-04', { bet_status_code: 'V' }), stake(2, '2021-10-04')),
    landed('bets/b', stake(3, '2021-10-05', { bet_status_code: "it's" })),
  ];
  const days = ['2021-10-04', '2021-10-05'];
  const count = async (lake: TempLake) =>
    (await lake.rows('select period_start, bets_count from player_metrics_daily order by 1')).map((row) =>
      Object.values(row),
    );

  test('that change invalidate every day, though no file changed', async () => {
    const lake = await makeLake();
    await lake.ingest(objects);
    await lake.configure({ void_statuses: ['V', "it's"] });
    expect(await lake.ingest(objects)).toMatchObject({
      loads: [{ status: 'unchanged' }, { status: 'unchanged' }],
      days,
    });
    expect(await count(lake)).toEqual([['2021-10-04', 1n]]);
    expect((await lake.ingest(objects)).days).toEqual([]);
    await lake.configure({ void_statuses: ["it's", 'V'] });
    expect((await lake.ingest([])).days).toEqual([]);
    await lake.configure({});
    expect((await lake.ingest([])).days).toEqual(days);
    expect(await count(lake)).toEqual([
      ['2021-10-04', 2n],
      ['2021-10-05', 1n],
    ]);
  });

  test('that change back after a run that was broken off leave no day as it was', async () => {
    const lake = await makeLake();
    await lake.ingest(objects);
    await lake.configure({ void_statuses: ['V', "it's"] });
    const brokenOff = lake.write({ now }, (context) =>
      refreshInvalidDays(context, (done) => {
        if (done === 1) throw new Error('broken off');
      }),
    );
    await expect(brokenOff).rejects.toThrow('broken off');
    await lake.configure({});
    // The one that was refreshed before the run was broken off.
    expect((await lake.ingest([])).days).toEqual(days.slice(0, 1));
    expect(await count(lake)).toEqual([
      ['2021-10-04', 2n],
      ['2021-10-05', 1n],
    ]);
  });
});
