import { describe, expect, it } from 'vitest';
import { dimensionSourcesOf } from '../../lambdas/core/keys.ts';
import { putManifest, readManifest } from '../../lambdas/core/manifest.ts';
import { withScratch } from '../../lambdas/rollup/handle-invalidation.ts';
import { listOutdatedDimensions, refreshDimensionsOf } from '../../lambdas/rollup/refresh-dimension.ts';
import { FakeCloudLake } from '../fake-aws/fake-cloud-lake.ts';
import { poll } from '../fake-aws/poll-queue.ts';
import { useWorkbench } from '../fake-aws/workbench.ts';
import { monday, player } from '../faults/rows.ts';

describe('a dimension', () => {
  const bench = useWorkbench();
  const manifest = 'rollup/player_dimension/manifest/symlink.txt';

  /** The current file, and how many files it was computed from. */
  async function readCurrent(cloud: FakeCloudLake) {
    const [key = ''] = (await readManifest(cloud.store, manifest)).keys;
    const sources = cloud.lake.current(key.replace(/parquet$/, 'sources.json'))?.body.toString() ?? '[]';
    return { key, holds: (JSON.parse(sources) as string[]).length };
  }
  const countriesOf = async (cloud: FakeCloudLake) => {
    const seen = await bench().reader.read(cloud.store, ['players_current']);
    return seen
      .get('players_current')
      ?.map(({ country_code }) => country_code)
      .sort();
  };

  it('merges what is new, is left as it is where nothing is, and is computed again where a file has gone', async () => {
    const cloud = new FakeCloudLake(bench());
    const checkedOut: string[] = [];
    cloud.land('players/a.jsonl', [player('P1', { country_code: 'FI' })]);
    await cloud.settle();
    const first = await readCurrent(cloud);
    expect(first.holds).toBe(1);

    cloud.calls.hook = ({ operation, key, when }) => {
      if (operation === 'GetObject' && key.endsWith('.parquet') && when === 'before') checkedOut.push(key);
    };
    cloud.land('players/b.jsonl', [player('P2', { country_code: 'SE' })]);
    await cloud.settle();
    const second = await readCurrent(cloud);
    expect(second.holds).toBe(2);
    expect(checkedOut).toContain(first.key);
    expect(await countriesOf(cloud)).toEqual(['FI', 'SE']);

    cloud.refreshQueue.send(JSON.stringify({ dataset: 'players', date: monday }), { group: 'players' });
    await cloud.settle();
    expect(await readCurrent(cloud)).toEqual(second);

    checkedOut.length = 0;
    cloud.land('players/b.jsonl', []);
    await cloud.settle();
    expect((await readCurrent(cloud)).holds).toBe(1);
    expect(checkedOut).not.toContain(second.key);
    expect(await countriesOf(cloud)).toEqual(['FI']);
    cloud.land('players/a.jsonl', []);
    await cloud.settle();
    expect((await readCurrent(cloud)).holds).toBe(0);
    expect(await countriesOf(cloud)).toEqual([]);
  });

  it('is computed again from all its files where the published one lacks a column that is declared now', async () => {
    const cloud = new FakeCloudLake(bench());
    cloud.land('players/a.jsonl', [player('P1', { country_code: 'FI' })]);
    await cloud.settle();
    const { key } = await readCurrent(cloud);
    const former = key.replace(/[^.]+\.parquet$/, '0123456789ab.parquet');
    for (const [from, to] of [
      [key, former],
      [dimensionSourcesOf(key), dimensionSourcesOf(former)],
    ] as const) {
      await cloud.store.put(to, cloud.lake.current(from)?.body ?? Buffer.of(), undefined);
    }
    const { etag } = await readManifest(cloud.store, manifest);
    await putManifest(cloud.store, manifest, [former], etag);

    expect(await listOutdatedDimensions(cloud.store)).toEqual([
      { dataset: 'players', date: expect.any(String) },
    ]);
    expect(await cloud.sweep()).toMatchObject({ outdatedDaysCount: 1, unprocessedCount: 0 });
    await cloud.settle();
    const current = await readCurrent(cloud);
    expect(current.key.split('.').slice(-2)).toEqual(key.split('.').slice(-2));
    expect(current.holds).toBe(1);
    expect(current.key).not.toBe(former);
    expect(await cloud.sweep()).toMatchObject({ outdatedDaysCount: 0, unprocessedCount: 0 });
  });

  it('starts over where another rollup has published it meanwhile', async () => {
    const cloud = new FakeCloudLake(bench());
    cloud.land('players/a.jsonl', [player('P1')]);
    await poll(cloud.landingQueue, cloud.convert);
    cloud.calls.hook = async ({ operation, key, when }) => {
      if (operation !== 'PutObject' || key !== manifest || when === 'after') return;
      cloud.calls.hook = undefined;
      cloud.land('players/b.jsonl', [player('P2')]);
      await poll(cloud.landingQueue, cloud.convert);
      await withScratch(cloud.refreshContext, (context) => refreshDimensionsOf(context, 'players'));
    };
    await cloud.refreshAll();
    expect((await readCurrent(cloud)).holds).toBe(2);
    expect(await countriesOf(cloud)).toHaveLength(2);
  });

  it('whose list of files is lost fails with a message that names it', async () => {
    const cloud = new FakeCloudLake(bench());
    cloud.land('players/a.jsonl', [player('P1')]);
    await cloud.settle();
    const { key } = await readCurrent(cloud);
    await cloud.store.delete([key.replace(/parquet$/, 'sources.json')]);
    cloud.land('players/b.jsonl', [player('P2')]);
    await cloud.settle();
    expect(cloud.refreshDead.bodies).toHaveLength(1);
    await expect(
      withScratch(cloud.refreshContext, (context) => refreshDimensionsOf(context, 'players')),
    ).rejects.toThrow(/\.sources\.json is missing: it lists the files that .*\.parquet was computed from$/);
  });
});
