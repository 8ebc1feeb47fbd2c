import { describe, expect, it } from 'vitest';
import { defaultDefinition } from '../../glue/rollups/definition.ts';
import { activityDefinitionKey } from '../../lambdas/lake/keys.ts';
import type { ObjectStore } from '../../lambdas/lake/object-store.ts';
import { listRedefinedDays, markDefinition } from '../../lambdas/rollup/rollup-definition.ts';
import { slowDown } from '../cloud/cloud-faults.ts';
import { CloudLake } from '../cloud/cloud-lake.ts';
import { poll } from '../cloud/poll-queue.ts';
import { useWorkbench } from '../cloud/workbench.ts';
import { monday, player, stake, sunday } from '../faults/rows.ts';

describe('the definition of a day', () => {
  const bench = useWorkbench();

  it('is another one where other statuses are void, and then all days are to be computed again', async () => {
    const { store, lake, ...cloud } = new CloudLake(bench());
    const one = { store, definition: { ...defaultDefinition, voidStatuses: ['A', 'B'] } };
    expect(await listRedefinedDays(one)).toEqual([]);
    await markDefinition(one);
    const noted = lake.current(activityDefinitionKey)?.body.toString() ?? '';
    expect(noted).toMatch(/^\{"definition":"[0-9a-f]{16}"\}\n$/);
    await markDefinition(one);
    expect(lake.versions(activityDefinitionKey)).toHaveLength(1);

    cloud.landing.put('bets/a.jsonl', '');
    expect(
      await listRedefinedDays({ store, definition: { ...defaultDefinition, voidStatuses: ['B', 'A'] } }),
    ).toEqual([]);
    const other = { store, definition: { ...defaultDefinition, voidStatuses: ['A'] } };
    expect(await listRedefinedDays(other)).toEqual([]);
    // Noted that none holds, should the first come back before all days are of the other.
    expect(lake.current(activityDefinitionKey)?.body.toString()).toBe('{"definition":null}\n');
    expect(await listRedefinedDays(one)).toEqual([]);
    expect(lake.versions(activityDefinitionKey)).toHaveLength(2);
    await markDefinition(one);
    expect(lake.current(activityDefinitionKey)?.body.toString()).toBe(noted);
  });

  it('is left as another one has noted it meanwhile; any other fault is shown', async () => {
    const { store, lake } = new CloudLake(bench());
    await markDefinition({ store, definition: { ...defaultDefinition, voidStatuses: ['A'] } });
    const overtaken = {
      ...store,
      get: (key: string) => store.get(key),
      put: async (key: string, body: string, expected?: string) => {
        await store.put(key, '{"definition":"theirs"}', (await store.get(key))?.etag);
        return store.put(key, body, expected);
      },
    } as unknown as ObjectStore;
    await markDefinition({ store: overtaken, definition: { ...defaultDefinition, voidStatuses: ['B'] } });
    expect(lake.current(activityDefinitionKey)?.body.toString()).toBe('{"definition":"theirs"}');
    const fault = slowDown();
    const denied = { ...store, get: (key: string) => store.get(key), put: () => Promise.reject(fault) };
    await expect(
      markDefinition({
        store: denied as unknown as ObjectStore,
        definition: { ...defaultDefinition, voidStatuses: ['C'] },
      }),
    ).rejects.toBe(fault);
  });

  it('names the days of every load, sorted, each once', async () => {
    const cloud = new CloudLake(bench());
    cloud.land('bets/a.jsonl', [stake(1), stake(2, sunday)]);
    cloud.land('bets/b.jsonl', [stake(3, '2021-10-02'), stake(4)]);
    cloud.land('players/2021-10-01.jsonl', [player('P1')]);
    await poll(cloud.landingQueue, cloud.convert);
    await markDefinition({ store: cloud.store, definition: { ...defaultDefinition, voidStatuses: [] } });
    const days = await listRedefinedDays({
      store: cloud.store,
      definition: { ...defaultDefinition, voidStatuses: ['V'] },
    });
    expect(days).toEqual(['2021-10-02', sunday, monday]);
  });
});
