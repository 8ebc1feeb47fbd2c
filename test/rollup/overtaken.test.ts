import { readdir } from 'node:fs/promises';
import { describe, expect, it, vi } from 'vitest';
import { StaleObjectError } from '../../lambdas/core/errors.ts';
import { activityManifestKey, dimensionManifestKey } from '../../lambdas/core/keys.ts';
import type { RefreshContext } from '../../lambdas/rollup/context.ts';
import { refreshDay } from '../../lambdas/rollup/refresh-day.ts';
import { refreshDimensionsOf } from '../../lambdas/rollup/refresh-dimension.ts';
import { makeLake } from '../client/local/temp-lake.ts';
import { stake } from '../faults/rows.ts';
import { landed } from '../oracle/landing-example.ts';

const objects = [
  landed('bets/a.jsonl', stake(1), stake(2)),
  landed('games/a.jsonl', { game_id: 1, game_name: 'Panda' }),
];

const ways = [
  {
    name: 'a day',
    manifest: activityManifestKey('2021'),
    refresh: (context: RefreshContext) => refreshDay(context, '2021-10-04'),
    sql: 'select cast(sum(bets_count) as varchar) as found from activity',
    found: '2',
  },
  {
    name: 'games',
    manifest: dimensionManifestKey('game_dimension'),
    refresh: (context: RefreshContext) => refreshDimensionsOf(context, 'games'),
    sql: 'select game_name as found from games_current',
    found: 'Panda',
  },
];

describe.each(ways)('a refresh of $name', ({ manifest, refresh, sql, found }) => {
  /** Refreshes where the first puts of the manifest fail so; returns how often it was put. */
  async function refreshFailing(faults: readonly Error[]) {
    const lake = await makeLake();
    await lake.ingest(objects, { rollUp: false });
    let puts = 0;
    const outcome = await lake.write({}, async (context) => {
      const put = context.store.put.bind(context.store);
      vi.spyOn(context.store, 'put').mockImplementation((key, ...rest) => {
        const fault = key === manifest ? faults[puts++] : undefined;
        return fault ? Promise.reject(fault) : put(key, ...rest);
      });
      const fault = await refresh(context).catch((error: unknown) => error);
      return { fault, scratch: await readdir(context.scratch) };
    });
    return { lake, puts, ...outcome };
  }

  it('that another has overtaken reads again and publishes, and leaves nothing in its scratch folder', async () => {
    const stale = new StaleObjectError(manifest);
    const { lake, puts, fault, scratch } = await refreshFailing([stale, stale]);
    expect({ puts, fault, scratch }).toEqual({ puts: 3, fault: undefined, scratch: [] });
    expect(await lake.rows(sql)).toEqual([{ found }]);
  });

  it('ends with any other fault, publishes nothing, and leaves nothing in its scratch folder', async () => {
    const denied = new Error('access denied');
    const { lake, puts, fault, scratch } = await refreshFailing([denied]);
    expect({ puts, fault, scratch }).toEqual({ puts: 1, fault: denied, scratch: [] });
    expect(await lake.rows(sql)).not.toEqual([{ found }]);
  });
});
