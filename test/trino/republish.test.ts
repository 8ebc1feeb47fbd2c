import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { datasets, isDatasetName } from '../../glue/datasets/index.ts';
import { defaultDefinition } from '../../glue/rollups/definition.ts';
import { defaultLimits } from '../../lambdas/convert/convert-object.ts';
import { type LoadContext, loadObject } from '../../lambdas/convert/load-object.ts';
import { type Engine, openEngine } from '../../lambdas/core/engine.ts';
import { clearInvalidations } from '../../lambdas/core/invalidations.ts';
import type { RefreshContext } from '../../lambdas/rollup/context.ts';
import { refreshDay } from '../../lambdas/rollup/refresh-day.ts';
import { makeFolder } from '../client/local/temp-lake.ts';
import { makeSampleObjects } from '../exactness/sample-objects.ts';
import type { LandedObject } from '../oracle/landed-object.ts';
import { deployCatalog } from './deploy-catalog.ts';
import { queryTrino, type TrinoPlace } from './query-trino.ts';
import { openBucket } from './upload-lake.ts';

let place: TrinoPlace;
let bucket: string;
let engine: Engine | undefined;
let others: LandedObject[];
/** An object of the three days of the sample in 2021 as it is at first, and one with half of its lines. */
let versions: readonly LandedObject[];

beforeAll(async () => {
  const catalog = await deployCatalog('republished', '2020-12-15');
  place = { url: inject('trino'), schema: catalog.database };
  bucket = catalog.bucket;
  const sample = { bets: 4000, players: 200, games: 30, days: 5, start: '2020-12-30', seed: 9, badRatio: 0 };
  const objects = await makeSampleObjects(sample);
  others = objects.filter((object) => !object.key.startsWith('bets/2021'));
  const lines = objects
    .filter((object) => !others.includes(object))
    .flatMap(({ bytes }) => bytes.toString('latin1').split('\n'))
    .filter((line) => line.includes('"bet_dt": "2021-01-'));
  versions = [lines, lines.filter((_, at) => at % 2 === 0)].map((kept) => ({
    key: 'bets/2021.jsonl',
    bytes: Buffer.from(kept.join('\n'), 'latin1'),
    lastModified: new Date(0),
  }));
});

afterAll(() => engine?.close());

/** What loads and rollups use in the cloud: the bucket, and a folder for the engine. */
async function openCloud(): Promise<LoadContext & RefreshContext> {
  const scratch = await makeFolder();
  const size = { threads: 1, memoryLimitMib: 256 };
  engine = await openEngine({ ...size, tempDirectory: scratch, allowedDirectories: [scratch] });
  return {
    store: openBucket(bucket, scratch),
    engine,
    scratch,
    now: () => new Date(),
    firstDate: '2015-01-01',
    definition: defaultDefinition,
    limits: defaultLimits,
  };
}

/** Loads an object and refreshes the days that it invalidates, as the functions do. */
async function publish(cloud: LoadContext & RefreshContext, object: LandedObject): Promise<void> {
  const [name = ''] = object.key.split('/');
  if (!isDatasetName(name)) throw new Error(`no data set of ${object.key}`);
  const outcome = await loadObject(cloud, datasets[name], object.key, async () => ({
    key: object.key,
    size: object.bytes.length,
    lastModified: object.lastModified,
    version: String(object.bytes.length),
    async *open() {
      yield object.bytes;
    },
  }));
  if (name === 'bets') for (const day of outcome?.record.invalidations ?? []) await refreshDay(cloud, day);
  if (outcome) await clearInvalidations(cloud.store, outcome);
}

/** Each gives a row a day. */
const questions = [
  "select period_start, sum(bets_count), sum(staked_bets_count) from player_metrics_daily where period_start >= date '2021-01-01' group by period_start",
  "select period_start, sum(bets_count), sum(distinct_players_count) from game_metrics_daily where period_start >= date '2021-01-01' group by period_start",
  "select dt, count(*), sum(real_debit_amount), sum(real_credit_amount) from bets where dt >= '2021-01-01' group by dt",
];

/** What the questions give, by question and day. */
async function query(): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  for (const [at, sql] of questions.entries())
    for (const [day, ...values] of (await queryTrino(place, sql)).rows)
      found.set(`${at} ${day}`, JSON.stringify(values));
  return found;
}

test('each day that is published again while queries run shows what it was or what it is, and no query fails', async () => {
  const cloud = await openCloud();
  for (const object of others) await publish(cloud, object);
  const right: Map<string, string>[] = [];
  for (const version of versions) {
    await publish(cloud, version);
    right.push(await query());
  }
  const [before = new Map(), after = new Map()] = right;
  expect(before.size).toBe(questions.length * 3);
  expect([...before.keys()].map((name) => before.get(name) !== after.get(name))).toEqual(
    [...before.keys()].map(() => true),
  );

  let published = 0;
  let stopped = false;
  const publishing = (async () => {
    while (!stopped) for (const version of versions) await publish(cloud, version).then(() => published++);
  })();
  const seen = new Map<string, Set<string>>();
  for (let round = 0; round < rounds; round++) {
    for (const [name, values] of await query()) {
      expect([name, before.get(name), after.get(name)]).toContain(values);
      seen.set(name, (seen.get(name) ?? new Set()).add(values));
    }
  }
  stopped = true;
  await publishing;
  expect(published).toBeGreaterThan(rounds);
  expect([...seen.values()].map(({ size }) => size)).toEqual([...before.keys()].map(() => 2));
});

const rounds = 20;
