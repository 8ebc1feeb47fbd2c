import { describe, expect, it } from 'vitest';
import { findOutdatedLoads } from '../../lambdas/sweep/find-outdated-loads.ts';
import { CloudLake } from '../cloud/cloud-lake.ts';
import { useWorkbench } from '../cloud/workbench.ts';
import { badLine, stake } from '../faults/rows.ts';

describe('loads by another converter', () => {
  const bench = useWorkbench();

  it('are found by the names of their rows or refused lines, some of many at a time, in the end all', async () => {
    const cloud = new CloudLake(bench());
    for (let at = 0; at < 9; at++) cloud.land(`bets/${at}.jsonl`, [stake(at)]);
    cloud.land('bets/refused.jsonl', [badLine]);
    await cloud.settle();
    const { landing } = cloud.convertContext;
    const find = (converter: string, most: number) =>
      findOutdatedLoads(cloud.store, landing, 'bets', converter, most);
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
