import { mkdtemp, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { datasets } from '../../glue/datasets/index.ts';
import type { Dataset } from '../../glue/schema.ts';
import { type ConvertLimits, convertObject, defaultLimits } from '../../lambdas/convert/convert-object.ts';
import { makeLake } from '../client/local/temp-lake.ts';
import { s3Fault } from '../fake-aws/cloud-faults.ts';
import { expectInvariants, readRecords } from '../fake-aws/expect-invariants.ts';
import { FakeCloudLake } from '../fake-aws/fake-cloud-lake.ts';
import { useWorkbench } from '../fake-aws/workbench.ts';
import { landed } from '../oracle/landing-example.ts';
import { badLine, stake } from './rows.ts';

describe('an object that is refused', () => {
  const bench = useWorkbench();

  /** Converts bytes alone; gives what is kept of refused lines and, where it failed, why. */
  async function convert(
    bytes: Buffer,
    limits: Partial<ConvertLimits> = {},
    key = 'bets/a.jsonl',
    dataset: Dataset = datasets.bets,
  ) {
    const folder = await mkdtemp(join(bench().folder, 'refused-'));
    const object = {
      key,
      size: bytes.length,
      lastModified: new Date('2021-10-05'),
      version: 'v',
      async *open() {
        yield bytes;
      },
    };
    try {
      const converted = await convertObject({
        dataset,
        object,
        attempt: 'at',
        folder: join(folder, 'work'),
        dates: { first: '2015-01-01', last: '2027-01-01' },
        limits: { ...defaultLimits, ...limits },
      });
      const { quarantinePath, fault } = converted;
      return {
        ...converted,
        code: fault?.code,
        message: fault?.message,
        keptBytes: quarantinePath ? (await stat(quarantinePath)).size : 0,
      };
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }

  const refused = (count: number) => `${badLine}\n`.repeat(count);
  const good = (count: number) =>
    Array.from({ length: count }, (_, at) => `${JSON.stringify(stake(at))}\n`).join('');

  it.each([
    ['lines of one character', 'bets/a.jsonl.gz', '1\n', 100_000],
    ['objects of one field', 'bets/a.jsonl.gz', '{"bet_id":1}\n', 100_000],
    [
      'objects of one field under a name of a thousand control characters',
      `bets/${'\u0001'.repeat(1000)}.jsonl.gz`,
      '{"bet_id":1}\n',
      20_000,
    ],
  ])('for %s keeps no more of them than a cap, whatever comes', async (_, key, line, count) => {
    const kept = await convert(gzipSync(Buffer.from(line.repeat(count))), {}, key);
    expect(kept).toMatchObject({ code: 'too_many_faults' });
    expect(kept.keptBytes).toBeGreaterThan(0);
    expect(kept.keptBytes).toBeLessThan(defaultLimits.maxQuarantineBytes + 2 * 1024 ** 2);
  });

  it('reports how many lines were refused, the most frequent reason, and nothing of a line', async () => {
    const { message } = await convert(Buffer.from(good(5) + refused(20)), { maxQuarantineLines: 10 });
    expect(message).toBe(
      '20 of 25 lines were refused, all of them for real_debit_amount: too_many_decimals; see why with: betlake quarantine, or betlake check',
    );
  });

  it('is not one of which half or more of the lines are good: all are counted, the first are kept', async () => {
    const half = await convert(Buffer.from(good(20) + refused(20)), { maxQuarantineLines: 10 });
    expect(half).toMatchObject({ accepted: 20, quarantined: 20 });
    const few = await convert(Buffer.from(refused(10)), { maxQuarantineLines: 10 });
    expect(few).toMatchObject({ accepted: 0, quarantined: 10 });
    const large = await convert(Buffer.from(good(20) + refused(20)), { maxQuarantineBytes: 1 });
    expect(large.keptBytes).toBeLessThan(few.keptBytes / 5);
  });

  it('leaves a record and a sample in the cloud, is not sent again, and stops no other', async () => {
    const cloud = new FakeCloudLake(bench());
    const bomb = gzipSync(Buffer.from('1\n'.repeat(30_000)));
    cloud.land('bets/bomb.jsonl.gz', bomb);
    cloud.land('bets/good.jsonl', [stake(1)]);
    await cloud.settle();
    cloud.clock.advance(3600);
    expect(await cloud.sweep()).toMatchObject({ unreadCount: 0, outdatedLoadsCount: 0 });
    expect(cloud.landingDead.bodies).toEqual([]);
    const record = (await readRecords(cloud)).get('bets/bomb.jsonl.gz');
    expect(record).toMatchObject({ status: 'failed', error_code: 'too_many_faults', files: [] });
    const sample =
      cloud.lake
        .current(record?.quarantine_key ?? '')
        ?.body.toString()
        .trimEnd()
        .split('\n') ?? [];
    expect(sample).toHaveLength(defaultLimits.maxQuarantineLines);
    expect(JSON.parse(sample[0] ?? '')).toMatchObject({ attempt: record?.attempt, line_number: 1 });
    for (let day = 0; day < 2; day++) {
      cloud.clock.advance(90_000);
      await cloud.sweep();
    }
    expect(cloud.lake.current(record?.quarantine_key ?? '')).toBeDefined();
    const seen = await bench().reader.read(cloud.store, ['activity_daily']);
    expect(seen.get('activity_daily')).toHaveLength(1);
  });

  it('leaves what an earlier version had loaded as it is', async () => {
    const cloud = new FakeCloudLake(bench());
    const before = cloud.land('bets/a.jsonl', [stake(1), badLine]);
    await cloud.settle();
    cloud.land('bets/a.jsonl', Buffer.from('1\n'.repeat(10_001)));
    await cloud.settle();
    expect((await readRecords(cloud)).get('bets/a.jsonl')).toMatchObject({
      error_code: 'too_many_faults',
      accepted: 1,
    });
    await expectInvariants(cloud, {
      objects: [{ key: 'bets/a.jsonl', bytes: before.body, lastModified: before.lastModified }],
    });
  });

  it('for the character U+0000 in its key has a record, and is loaded under another', async () => {
    const cloud = new FakeCloudLake(bench());
    cloud.land('bets/a\u0000.jsonl', [stake(1)]);
    await cloud.settle();
    expect(cloud.landingDead.bodies).toEqual([]);
    expect([...(await readRecords(cloud)).values()]).toMatchObject([
      { status: 'failed', error_code: 'unsupported_key', landing_key: 'bets/a\u0000.jsonl' },
    ]);
    cloud.clock.advance(3600);
    expect(await cloud.sweep()).toMatchObject({ unreadCount: 0 });
  });

  it('because it is in an archive storage class has a record that says what to do, and is loaded once it was restored', async () => {
    const cloud = new FakeCloudLake(bench());
    cloud.land('bets/a.jsonl', [stake(1)]);
    cloud.calls.hook = ({ operation, bucket }) => {
      if (operation === 'GetObject' && bucket === 'landing') throw s3Fault('InvalidObjectState', 403);
    };
    await cloud.settle();
    cloud.calls.hook = undefined;
    expect((await readRecords(cloud)).get('bets/a.jsonl')).toMatchObject({
      status: 'failed',
      error_code: 'archived',
      error_message: expect.stringContaining('restore it, then load it with betlake reload'),
    });
    cloud.clock.advance(3600);
    expect(await cloud.sweep()).toMatchObject({ unreadCount: 0 });
    await cloud.reload('bets/');
    await cloud.settle();
    await expectInvariants(cloud);
  });

  it('because it was archived after it was loaded keeps its rows, and is tried once by each new converter, not by every sweep', async () => {
    const cloud = new FakeCloudLake(bench());
    cloud.land('bets/a.jsonl', [stake(1)]);
    await cloud.settle();
    let reads = 0;
    cloud.calls.hook = ({ operation, bucket }) => {
      if (operation !== 'GetObject' || bucket !== 'landing') return;
      reads++;
      throw s3Fault('InvalidObjectState', 403);
    };
    cloud.convertContext = { ...cloud.convertContext, firstDate: '2021-01-01' };
    for (const expected of [1, 0, 0]) {
      expect(await cloud.sweep()).toMatchObject({ outdatedLoadsCount: expected, unreadCount: 0 });
      await cloud.settle();
      cloud.clock.advance(3600);
    }
    expect(reads).toBe(1);
    cloud.calls.hook = undefined;
    expect((await readRecords(cloud)).get('bets/a.jsonl')).toMatchObject({
      status: 'failed',
      error_code: 'archived',
      accepted: 1,
      dates: ['2021-10-04'],
    });
    await expectInvariants(cloud);
  });

  const before = {
    bets: '"bet_id":1,"bet_dt":"2021-10-04 10:00:00","game_id":1,"real_debit_amount":0,"real_credit_amount":0,"bonus_debit_amount":0,"bonus_credit_amount":0,',
    players: '"country_code":"FI",',
  };
  it.each(
    (['bets', 'players'] as const).flatMap((dataset) => [
      [dataset, 'quotes', '\\"'] as const,
      [dataset, 'tabs', '\\t'] as const,
      [dataset, 'control characters', '\\u0007'] as const,
      [dataset, 'the character DEL', '\u007f'] as const,
      [dataset, 'two-byte letters', 'é'] as const,
    ]),
  )('is none of %s whose line is as long as a line may be, a text of %s', async (dataset, _, inner) => {
    const head = `{${before[dataset]}"player_code":"\\"`;
    const room = defaultLimits.maxLineBytes - Buffer.byteLength(head) - 2;
    const count = Math.floor(room / Buffer.byteLength(inner));
    const line = `${head}${inner.repeat(count)}${'x'.repeat(room - count * Buffer.byteLength(inner))}"}`;
    expect(Buffer.byteLength(line)).toBe(defaultLimits.maxLineBytes);
    const converted = await convert(Buffer.from(`${line}\n`), {}, `${dataset}/a.jsonl`, datasets[dataset]);
    expect(converted).toMatchObject({ accepted: 1, quarantined: 0 });
  });

  it('for two million lines, the more part of those read, is read no further', async () => {
    let chunks = 0;
    const folder = await mkdtemp(join(bench().folder, 'hopeless-'));
    const { fault, lines } = await convertObject({
      dataset: datasets.bets,
      object: {
        key: 'bets/a.jsonl',
        size: 1,
        lastModified: new Date('2021-10-05'),
        version: 'v',
        async *open() {
          for (; chunks < 1000; chunks++) yield Buffer.from('1\n'.repeat(100_000));
        },
      },
      attempt: 'at',
      folder: join(folder, 'work'),
      dates: { first: '2015-01-01', last: '2027-01-01' },
      limits: defaultLimits,
    });
    await rm(folder, { recursive: true, force: true });
    expect(fault?.code).toBe('too_many_faults');
    expect(chunks).toBeLessThan(25);
    expect(lines).toBeLessThan(2_500_000);
  });

  it('on a laptop is named, and stops neither the files after it nor a later run', async () => {
    const lake = await makeLake();
    const bomb = {
      key: 'bets/bomb.jsonl.gz',
      bytes: gzipSync(Buffer.from('1\n'.repeat(30_000))),
      lastModified: new Date('2021-10-05'),
    };
    const ingested = await lake.ingest([bomb, landed('bets/good.jsonl', stake(1))]);
    expect(ingested.failed).toEqual([]);
    expect(ingested.loads.map(({ record }) => [record.status, record.error_code])).toEqual([
      ['failed', 'too_many_faults'],
      ['loaded', null],
    ]);
    await lake.ingest([landed('bets/later.jsonl', stake(2))]);
    const counted = await lake.rows('select sum(bets_count)::bigint as bets from activity_daily');
    expect(counted).toEqual([{ bets: 2n }]);
  });
});
