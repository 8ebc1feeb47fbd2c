import { describe, expect, it } from 'vitest';
import { OutdatedLoads } from '../../lambdas/sweep/find-outdated-loads.ts';
import { FakeCloudLake } from '../fake-aws/fake-cloud-lake.ts';
import { useWorkbench } from '../fake-aws/workbench.ts';
import { badLine, stake } from '../faults/rows.ts';

describe('loads by another converter', () => {
  const bench = useWorkbench();

  it('are found by the names of their rows or refused lines, some of many at a time, in the end all', async () => {
    const cloud = new FakeCloudLake(bench());
    for (let at = 0; at < 9; at++) cloud.land(`bets/${at}.jsonl`, [stake(at)]);
    cloud.land('bets/refused.jsonl', [badLine]);
    await cloud.settle();
    const { landing } = cloud.convertContext;
    const find = (converter: string, most: number) => {
      const loads = new OutdatedLoads(converter, most);
      for (const prefix of ['curated/bets/files/', 'quarantine/bets/files/'])
        for (const key of cloud.lake.currentKeys(prefix)) loads.see(key);
      return loads.listKeys(cloud.store, landing, 'bets');
    };
    const keys = cloud.landing.currentKeys();
    expect((await find('another', 100)).sort()).toEqual(keys);
    const found = new Set<string>();
    for (let runs = 0; runs < 100 && found.size < keys.length; runs++) {
      const some = await find('another', 3);
      expect(some).toHaveLength(3);
      for (const key of some) found.add(key);
    }
    expect([...found].sort()).toEqual(keys);
    const converter = cloud.lake.currentKeys('curated/bets/files/')[0]?.split('.')[2] ?? '';
    expect(await find(converter, 100)).toEqual([]);
  });
});
