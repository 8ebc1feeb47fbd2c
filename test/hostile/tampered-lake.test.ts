import { appendFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { FolderStore } from '../../client/local/folder-store.ts';
import { refreshInvalidDays } from '../../client/local/refresh-invalid-days.ts';
import { sweepUnnamedFiles } from '../../lambdas/sweep/sweep-unnamed-files.ts';
import { makeFolder, TempLake } from '../client/local/temp-lake.ts';
import { FakeCloudLake } from '../fake-aws/fake-cloud-lake.ts';
import { useWorkbench } from '../fake-aws/workbench.ts';
import { monday, player, stake } from '../faults/rows.ts';
import { bet, landed } from '../oracle/landing-example.ts';

const hostileKeys = [
  '../outside/a.parquet',
  '/etc/passwd',
  'curated/bets/files/2021-10-04/../../../../../outside/a.parquet',
  'curated/./a.parquet',
  'curated//a.parquet',
  'a\0b',
];

/** A lake beside a folder that it must not reach. */
async function makeLakeBeside() {
  const folder = await makeFolder();
  const outside = join(folder, 'outside', 'a.parquet');
  await mkdir(join(folder, 'outside'));
  const lake = new TempLake(join(folder, 'lake'));
  await mkdir(lake.folder);
  const players = landed('players/a.jsonl', {
    player_code: 'P1',
    partner_company_id: 133,
    country_code: 'FI',
  });
  const { loads } = await lake.ingest([landed('bets/a.jsonl', bet({ bet_transaction_type_id: 1 })), players]);
  await writeFile(outside, 'outside');
  return { lake, outside, records: loads.map(({ record }) => record) };
}

describe('a lake that somebody has tampered with', () => {
  it('gives no file outside it, whatever its manifests name', async () => {
    const { lake } = await makeLakeBeside();
    for (const [at, manifest] of [
      'curated/bets/manifest/dt=2021-10-04/symlink.txt',
      'rollup/activity/manifest/year=2021/symlink.txt',
      'rollup/player_dimension/manifest/symlink.txt',
    ].entries()) {
      const path = join(lake.folder, manifest);
      const whole = await readFile(path);
      for (const key of hostileKeys.filter((_, index) => index % 3 === at)) {
        await writeFile(path, whole);
        await appendFile(path, `${key}\n`);
        await expect(lake.rows('select * from bets')).rejects.toThrow(/not a (key|data file) of the lake/);
      }
      await writeFile(path, whole);
    }
    expect(await lake.rows('select bets_count from activity_daily')).toEqual([{ bets_count: 1n }]);
  });

  it('reads and removes no file outside it, whatever its records and sightings name', async () => {
    const { lake, outside, records } = await makeLakeBeside();
    const store = new FolderStore(lake.folder);
    const sightings = Object.fromEntries(hostileKeys.map((key) => [key, '2020-01-01T00:00:00.000Z']));
    await mkdir(join(lake.folder, 'sweep'), { recursive: true });
    await writeFile(join(lake.folder, 'sweep/unnamed.json'), JSON.stringify(sightings));
    for (const record of records) {
      const files = hostileKeys.map((key) => ({ date: '2021-10-04', key, rows_count: 1 }));
      const tampered = { ...record, files, quarantine_key: hostileKeys[0], invalidations: ['2021-10-04'] };
      await writeFile(
        join(lake.folder, `loads/${record.dataset}/${record.load_id}.json`),
        JSON.stringify(tampered),
      );
    }
    const { failed } = await lake.write({}, (open) => refreshInvalidDays(open));
    expect(failed.map(({ error }) => error)).toEqual(
      failed.map(() => expect.stringContaining('not a key of the lake')),
    );
    expect(failed.length).toBeGreaterThan(0);
    await sweepUnnamedFiles(store, new Date(Date.now() + 86_400_000), 0);
    expect(await readFile(outside, 'utf8')).toBe('outside');
  });

  it('names the record that it cannot read', async () => {
    const { lake, records } = await makeLakeBeside();
    const [record] = records;
    const name = `loads/bets/${record?.load_id}.json`;
    for (const text of [
      '{}',
      '[]',
      'null',
      JSON.stringify({ ...record, invalidations: ['../x'] }),
      JSON.stringify({ ...record, dataset: 'x' }),
    ]) {
      await writeFile(join(lake.folder, name), text);
      await expect(lake.write({}, (open) => refreshInvalidDays(open))).rejects.toThrow(
        `${name} is not a load record`,
      );
    }
  });
});

describe('a manifest in the cloud that names another bucket', () => {
  const bench = useWorkbench();
  it.each([
    ['bets', `rollup/activity/manifest/year=2021/symlink.txt`, { dataset: 'bets', date: monday }],
    ['players', 'rollup/player_dimension/manifest/symlink.txt', { dataset: 'players', date: '2021-10-05' }],
  ])('fails the rollup of %s, and nothing of that bucket is read', async (_, manifest, invalidation) => {
    const cloud = new FakeCloudLake(bench());
    cloud.land('bets/a.jsonl', [stake(1)]);
    cloud.land('players/2021-10-05.jsonl', [player('P1')]);
    await cloud.settle();
    const current = await cloud.store.get(manifest);
    const body = `${current?.body}s3://other-bucket/curated/a.parquet\n`;
    await cloud.store.put(manifest, body, current?.etag);
    const buckets = new Set<string>();
    cloud.calls.hook = ({ service, bucket }) => void (service === 's3' && buckets.add(bucket));
    cloud.refreshQueue.send(JSON.stringify(invalidation), { group: invalidation.dataset });
    await cloud.settle();
    expect(cloud.refreshDead.bodies).toEqual([JSON.stringify(invalidation)]);
    expect([...buckets].filter((bucket) => bucket !== 'lake')).toEqual([]);
    expect((await cloud.store.get(manifest))?.body.toString()).toBe(body);
  });
});
