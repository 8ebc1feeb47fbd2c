import fc from 'fast-check';
import { refreshInvalidDays } from '../../client/local/refresh-invalid-days.ts';
import { datasetNames } from '../../glue/datasets/index.ts';
import { unloadObject } from '../../lambdas/core/unload-object.ts';
import type { SampleOptions } from '../../sample/write-sample.ts';
import { makeLake, type TempLake } from '../client/local/temp-lake.ts';
import { platformObjects } from '../exactness/platform-lines.ts';
import { makeSampleObjects, withLargeAmounts } from '../exactness/sample-objects.ts';
import { arrivals } from '../exactness/tiny-lines.ts';
import type { LandedObject } from '../oracle/landed-object.ts';

/** A lake by what is in it. */
export interface LakeRecipe {
  readonly name: string;
  /** Names its catalog. */
  readonly stage: string;
  readonly firstDate: string;
  /** @default none */
  readonly voidStatuses?: readonly string[];
  make(): Promise<TempLake>;
}

/** Refused lines are shown for as long as they are kept: they must have been refused lately. */
const now = new Date();

function sample(of: Partial<SampleOptions>) {
  const options = {
    bets: 3000,
    players: 120,
    games: 40,
    days: 8,
    start: '2020-12-28',
    seed: 1,
    badRatio: 0.03,
  };
  return makeSampleObjects({ ...options, ...of });
}

function hasAll(objects: readonly LandedObject[]): boolean {
  return datasetNames.every((name) =>
    objects.some(({ key, bytes }) => key.startsWith(`${name}/`) && bytes.length > 0),
  );
}

/** Lakes with everything that two engines can see differently. */
export const recipes: readonly LakeRecipe[] = [
  {
    name: 'eight days over the end of 2020, one of them without a file and one unloaded again',
    stage: 'turn2020',
    firstDate: '2020-12-01',
    async make() {
      const objects = await sample({ seed: 1 });
      const lake = await makeLake();
      await lake.ingest(
        objects.filter(({ key }) => key !== 'bets/2020-12-30.jsonl'),
        { now },
      );
      await lake.write({ now }, async (writing) => {
        await unloadObject(writing.store, 'bets/2021-01-02.jsonl', now);
        await refreshInvalidDays(writing);
      });
      return lake;
    },
  },
  {
    name: 'eight days over the end of 2024, with amounts that no double holds and void statuses',
    stage: 'turn2024',
    firstDate: '2024-12-01',
    voidStatuses: ['V'],
    async make() {
      const objects = withLargeAmounts(await sample({ start: '2024-12-27', seed: -20_241_227, files: 11 }));
      const lake = await makeLake();
      await lake.configure({ void_statuses: ['V'] });
      await lake.ingest(objects, { now });
      return lake;
    },
  },
  {
    name: 'rows that collide in every way, of few players and games, with NULL in every key',
    stage: 'collisions',
    firstDate: '2020-12-01',
    async make() {
      const samples = fc.sample(arrivals, { numRuns: 20, seed: 20_210_104 });
      const objects = samples.find(hasAll) ?? [];
      const lake = await makeLake();
      await lake.ingest(objects, { now });
      return lake;
    },
  },
  {
    name: 'wallet transactions of the platform, with stakes given back and players of no currency or several',
    stage: 'platform',
    firstDate: '2021-12-01',
    async make() {
      const samples = fc.sample(platformObjects('-'), { numRuns: 9, seed: 20_211_110 });
      const changes = '"POUNDS","country_code":"GB","player_ccy_code":"EUR"';
      const objects = samples.find((each) => each.some(({ bytes }) => bytes.includes(changes))) ?? [];
      const lake = await makeLake();
      await lake.ingest(objects, { now });
      return lake;
    },
  },
  { name: 'nothing at all', stage: 'empty', firstDate: '2026-01-01', make: makeLake },
];
