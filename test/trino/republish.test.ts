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

const date = '2021-01-02';

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

/** What loads and rollups stand on in the cloud: the bucket, and a folder for the engine. */
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

const questions = [
  "select sum(bets_count), sum(real_spent_amount), sum(real_won_amount) from player_metrics_daily where period_start >= date '2021-01-01'",
  "select sum(bets_count), sum(real_spent_amount), sum(real_won_amount) from slice_metrics_yearly where period_start = date '2021-01-01'",
  `select count(*), sum(real_debit_amount), sum(real_credit_amount) from bets where dt = '${date}'`,
];

async function answer(): Promise<string[]> {
  const answers: string[] = [];
  for (const sql of questions) answers.push(JSON.stringify((await queryTrino(place, sql)).rows));
  return answers;
}

test('days that are published again while queries run show what they were or what they are, and no query fails', async () => {
  const cloud = await openCloud();
  for (const object of others) await publish(cloud, object);
  const right: string[][] = [];
  for (const version of versions) {
    await publish(cloud, version);
    right.push(await answer());
  }
  const [before = [], after = []] = right;
  expect(questions.map((_, at) => before[at] !== after[at])).toEqual(questions.map(() => true));

  let published = 0;
  let stopped = false;
  const publishing = (async () => {
    while (!stopped) for (const version of versions) await publish(cloud, version).then(() => published++);
  })();
  const seen = questions.map(() => new Set<string>());
  for (let round = 0; round < rounds; round++) {
    const answers = await answer();
    answers.forEach((text, at) => {
      expect([before[at], after[at]]).toContain(text);
      seen[at]?.add(text);
    });
  }
  stopped = true;
  await publishing;
  expect(published).toBeGreaterThan(rounds);
  expect(seen.map(({ size }) => size)).toEqual(questions.map(() => 2));
});

const rounds = 20;
