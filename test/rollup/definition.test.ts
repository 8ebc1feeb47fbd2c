import { describe, expect, it } from 'vitest';
import { defaultDefinition } from '../../glue/rollups/definition.ts';
import { activityFileKey } from '../../lambdas/core/keys.ts';
import { putManifest } from '../../lambdas/core/manifest.ts';
import { listOutdatedDays, toDefinitionId } from '../../lambdas/rollup/activity-definition.ts';
import { FakeCloudLake } from '../fake-aws/fake-cloud-lake.ts';
import { useWorkbench } from '../fake-aws/workbench.ts';
import { monday, stake, sunday } from '../faults/rows.ts';

describe('the definition of a day', () => {
  const bench = useWorkbench();

  it('has an id that follows from its values, whatever their order', () => {
    const id = toDefinitionId({ ...defaultDefinition, voidStatuses: ['A', 'B'], stakeTypes: [1, 3] });
    expect(id).toMatch(/^[0-9a-f]{12}$/);
    expect(toDefinitionId({ ...defaultDefinition, voidStatuses: ['B', 'A'], stakeTypes: [3, 1] })).toBe(id);
    const others = [
      { ...defaultDefinition, voidStatuses: ['A', 'B'], stakeTypes: [1] },
      { ...defaultDefinition, voidStatuses: ['A'], stakeTypes: [1, 3] },
      { ...defaultDefinition, debits: 'positive' as const, voidStatuses: ['A', 'B'], stakeTypes: [1, 3] },
    ];
    for (const other of others) expect(toDefinitionId(other)).not.toBe(id);
  });

  it('is part of the names of the files, and days of another one are found as long as there are any', async () => {
    const cloud = new FakeCloudLake(bench());
    cloud.land('bets/a.jsonl', [stake(1), stake(2, sunday), stake(3, '2020-12-31')]);
    await cloud.settle();
    const { definition } = cloud.refreshContext;
    for (const key of cloud.lake.currentKeys('rollup/activity/files/'))
      expect(key).toContain(`.${toDefinitionId(definition)}.parquet`);
    expect(await listOutdatedDays(cloud.store, definition)).toEqual([]);
    const changed = { ...definition, voidStatuses: ['V'] };
    for (const _ of [1, 2])
      expect(await listOutdatedDays(cloud.store, changed)).toEqual([monday, sunday, '2020-12-31']);
  });

  it('is another one where a name has none, as in earlier versions', async () => {
    const { store } = new FakeCloudLake(bench());
    const key = activityFileKey(monday, 'at', 'x').replace('.x.', '.');
    await putManifest(store, 'rollup/activity/manifest/year=2021/symlink.txt', [key], undefined);
    expect(await listOutdatedDays(store, defaultDefinition)).toEqual([monday]);
  });
});
