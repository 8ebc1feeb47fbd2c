import { afterAll } from 'vitest';
import type { Lake, PageState, QueryName, QueryResult, Slices } from '../../explore/contract.ts';
import type { ExploredLake } from '../../explore/server/explored-lake.ts';
import { exploreFolder } from '../../explore/server/local-lake.ts';
import { countSlices, describeLake, runQuery } from '../../explore/server/run-queries.ts';
import type { SampleOptions } from '../../sample/write-sample.ts';
import { makeLake, type TempLake } from '../client/local/temp-lake.ts';
import { makeSampleObjects } from '../exactness/sample-objects.ts';
import type { LandedObject } from '../oracle/landed-object.ts';

/** A lake that is explored, queried within the test's process. */
export interface OpenedLake {
  readonly explored: ExploredLake;
  describe(): Promise<Lake>;
  result(name: QueryName, state: PageState): Promise<QueryResult>;
  slices(state: PageState): Promise<Slices>;
}

/** @param caches whether activity is read from the cache, which is there once this has returned */
type LookAt = (folder: string, caches: boolean) => Promise<OpenedLake>;

/** Gives what opens lakes for the tests of this file, and closes them after those. */
export function useExploredLakes(): LookAt {
  const opened: ExploredLake[] = [];
  afterAll(async () => {
    for (const lake of opened) await lake.close();
  });
  return async (folder, caches) => {
    const explored = await exploreFolder(folder, {
      caches,
      onError(error) {
        throw error;
      },
    });
    opened.push(explored);
    await explored.whenCached();
    return toOpenedLake(folder, explored);
  };
}

function toOpenedLake(folder: string, explored: ExploredLake): OpenedLake {
  const { signal } = new AbortController();
  return {
    explored,
    describe: () => explored.use((snapshot) => describeLake(folder, snapshot, signal)),
    result: (name, state) =>
      explored.use(async (snapshot) =>
        runQuery(await describeLake(folder, snapshot, signal), snapshot, name, state, signal),
      ),
    slices: (state) => explored.use((snapshot) => countSlices(snapshot, state, signal)),
  };
}

/** A lake of the first of some files of bets, and the files of the other days, which come later. */
export async function makeGrowingLake(
  sample: Pick<SampleOptions, 'bets' | 'players'>,
): Promise<{ readonly lake: TempLake; readonly rest: readonly LandedObject[] }> {
  const objects = await makeSampleObjects({ ...sample, games: 5, days: 2, start: '2021-01-01', seed: 5 });
  const [first, ...rest] = objects.filter(({ key }) => key.startsWith('bets/'));
  if (!first) throw new Error('expected bets');
  const lake = await makeLake();
  await lake.ingest([first]);
  return { lake, rest };
}
