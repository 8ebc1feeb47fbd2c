import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseLandingMessage } from '../../lambdas/convert/landing-message.ts';
import { BetlakeError } from '../../lambdas/core/errors.ts';
import { parseInvalidation } from '../../lambdas/core/invalidations.ts';
import { expectInvariants } from '../fake-aws/expect-invariants.ts';
import { FakeCloudLake } from '../fake-aws/fake-cloud-lake.ts';
import { useWorkbench } from '../fake-aws/workbench.ts';
import { stake } from '../faults/rows.ts';

const key = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.constantFrom(
    '../../etc/passwd',
    '/etc/passwd',
    'bets/../../x.jsonl',
    'bets/\0.jsonl',
    "bets/'); copy (select 1) to 'x'; --.jsonl",
    'loads/bets/x.json',
    's3://other/bets/a.jsonl',
    '%2e%2e%2fbets%2fa.jsonl',
    '%00',
    '%',
    `bets/${'x'.repeat(1100)}.jsonl`,
  ),
);
const day = fc.oneof(
  fc.constantFrom(
    '2021-10-04',
    '2021-02-30',
    '../x',
    "2021-10-04'",
    '0000-01-01',
    '9999-12-31',
    '2021-10-04/..',
  ),
  fc.string(),
);

/** Bodies of any shape: no JSON, any JSON, and what is nearly the right one. */
const body = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.json(),
  fc.record({ key }, { requiredKeys: [] }).map((value) => JSON.stringify(value)),
  fc
    .tuple(key, fc.object())
    .map(([made, more]) => JSON.stringify({ Records: [{ s3: { object: { key: made, ...more } } }] })),
  fc.tuple(fc.anything(), fc.array(fc.anything())).map(([Event, Records]) => toJson({ Event, Records })),
  fc
    .record(
      {
        dataset: fc.constantFrom('bets', 'players', 'odds', '__proto__'),
        date: day,
        load_id: fc.string(),
        attempt: fc.string(),
        definition: fc.string(),
      },
      { requiredKeys: [] },
    )
    .map((value) => JSON.stringify(value)),
  fc.constantFrom(
    '{"__proto__":{"key":"bets/a.jsonl"}}',
    `${'['.repeat(100_000)}`,
    `${'['.repeat(9000)}${']'.repeat(9000)}`,
  ),
);

function toJson(value: unknown): string {
  try {
    return JSON.stringify(value, (_, each) => (typeof each === 'bigint' ? String(each) : each)) ?? '';
  } catch {
    return '{}';
  }
}

function checkLandingMessage(text: string): void {
  for (const key of parseLandingMessage(text)) expect(key.length).toBeGreaterThan(0);
}

function checkInvalidation(text: string): void {
  const { dataset, date } = parseInvalidation(text);
  expect(['bets', 'players', 'games']).toContain(dataset);
  expect(new Date(date).toISOString().slice(0, 10)).toBe(date);
}

describe('a message of any shape', () => {
  it('is read as valid keys or days, or refused with a message', () => {
    const property = fc.property(body, (text) => {
      for (const check of [checkLandingMessage, checkInvalidation]) {
        try {
          check(text);
        } catch (error) {
          expect(error).toBeInstanceOf(BetlakeError);
        }
      }
    });
    fc.assert(property, { numRuns: 300, seed: 21 });
  });

  const bench = useWorkbench();
  it('makes and names only objects of the lake, and changes no number', async () => {
    const cloud = new FakeCloudLake(bench());
    cloud.land('bets/a.jsonl', [stake(1)]);
    await cloud.settle();
    for (const text of fc.sample(body, { numRuns: 25, seed: 22 })) {
      cloud.landingQueue.send(text);
      cloud.refreshQueue.send(text, { group: text.slice(0, 20) });
    }
    const keys = new Set<string>();
    cloud.calls.hook = ({ bucket, key: requested, operation, when }) => {
      if (bucket === 'lake' && when === 'before' && operation !== 'ListObjectsV2') keys.add(requested ?? '');
    };
    await cloud.settle();
    cloud.calls.hook = undefined;
    expect(keys.size).toBeGreaterThan(0);
    for (const requested of keys) expect(requested).toMatch(keysOfTheLake);
    await expectInvariants(cloud, { views: ['activity_daily'] });
  });
});

const keysOfTheLake = /^$|^(curated|rollup|loads|quarantine|sweep)\/[a-z_]+[a-z0-9_./=-]*$/;
