import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { expectInvariants, readRecords } from '../fake-aws/expect-invariants.ts';
import { FakeCloudLake } from '../fake-aws/fake-cloud-lake.ts';
import { useWorkbench } from '../fake-aws/workbench.ts';
import { monday, player, stake } from './rows.ts';

const oddNames = [
  'a b',
  'a+b',
  'a%2Bb',
  'a%20b',
  '%',
  "it's",
  '"; drop table bets; --',
  "'); attach 'x'; --",
  '{{bets}}',
  '..',
  '../../../loads/bets/x',
  '.',
  '//',
  'dt=2021-10-04',
  `year=2021/${monday}`,
  '😀',
  'é',
  'e\u0301',
  '\u2028',
  '\u0001',
  '\\',
  '*?[]',
  '~',
  'published',
  'a.b.parquet',
  'x'.repeat(200),
];

describe('entry 37: odd landing keys', () => {
  const bench = useWorkbench();
  const name = fc.oneof(fc.constantFrom(...oddNames), fc.string({ unit: 'grapheme', minLength: 1 }));
  const key = fc
    .tuple(
      fc.constantFrom('bets', 'players'),
      fc.array(name, { minLength: 1, maxLength: 3 }),
      fc.constantFrom('.jsonl', '.JSONL', '.Jsonl'),
    )
    .map(([dataset, names, ending]) => `${dataset}/${names.join('/')}${ending}`)
    .filter((made) => !made.includes('\0') && Buffer.byteLength(made) <= 1024);

  async function landAndCheck(keys: readonly string[]): Promise<void> {
    const cloud = new FakeCloudLake(bench());
    keys.forEach((made, at) => {
      cloud.land(made, made.startsWith('bets/') ? [stake(at)] : [player(`P${at}`)]);
    });
    await cloud.settle();
    expect(cloud.landingDead.bodies).toEqual([]);
    expect([...(await readRecords(cloud)).keys()].sort()).toEqual([...keys].sort());
    const rows = await bench().reader.read(cloud.store, ['bets', 'players']);
    const loadedKeys = [...rows.values()].flat().map(({ landing_key }) => String(landing_key));
    expect(loadedKeys.sort()).toEqual([...keys].sort());
    for (const stored of cloud.lake.currentKeys()) expect(stored).toMatch(keysOfTheLake);
    await expectInvariants(cloud, { views: ['activity_daily', 'players_current'] });
  }

  it('are data alone: never a path, never SQL', async () => {
    const property = fc.asyncProperty(fc.uniqueArray(key, { minLength: 1, maxLength: 10 }), landAndCheck);
    await fc.assert(property, { numRuns: 6, endOnFailure: true });
  });

  it('are each loaded under the name that they have', () =>
    landAndCheck(oddNames.map((odd) => `bets/${odd}.jsonl`)));

  it('of no data set are recorded and acknowledged', async () => {
    const cloud = new FakeCloudLake(bench());
    const stray = [
      'bets/a.csv',
      'bets/',
      'bets',
      'Bets/a.jsonl',
      'other/a.jsonl',
      'a.jsonl',
      'bets/a.jsonl.zip',
    ];
    for (const made of [...stray, 'bets/a.JSONL.GZ']) cloud.land(made, [stake(1)]);
    await cloud.settle();
    expect(cloud.telemetry.sum('UnsupportedKeys')).toBe(stray.length);
    expect(cloud.landingDead.bodies).toEqual([]);
    const records = cloud.lake.currentKeys('loads/unsupported/').map((recorded) => {
      return JSON.parse(cloud.lake.current(recorded)?.body.toString() ?? '') as Record<string, unknown>;
    });
    expect(records.map(({ landing_key }) => landing_key).sort()).toEqual([...stray].sort());
    for (const record of records) {
      expect(record).toMatchObject({
        dataset: 'unsupported',
        status: 'failed',
        error_code: 'unsupported_key',
      });
    }
    await expectInvariants(cloud);
  });
});

/** Everything that the lake's own keys are made of. */
const keysOfTheLake =
  /^[a-z_]+(\/([a-z_]+|[0-9a-f.-]+|(dt|year)=[0-9-]+|published\.[0-9a-f]+)(\.(parquet|jsonl|json|txt|sources\.json))?)+$/;
