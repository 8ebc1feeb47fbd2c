import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { beforeAll, describe, expect, test } from 'vitest';
import { findDataset } from '../../lambdas/convert/find-dataset.ts';
import type { LoadRecord } from '../../lambdas/core/ledger.ts';
import { mapBounded } from '../../lambdas/core/map-bounded.ts';
import type { S3ObjectStore } from '../../lambdas/core/s3-store.ts';
import { deployFirst } from '../aws/deployment/cdk.ts';
import { type Deployed, findDeployed } from '../aws/deployment/deployed.ts';
import { openStore } from '../aws/deployment/expect-same-lakes.ts';
import { readLogs, sweep, withoutLedger, withoutRollups } from '../aws/deployment/operate.ts';
import { readDeadLetters, sendMessage, setMaxReceiveCount } from '../aws/deployment/queues.ts';
import { readRecords, readUnsupported } from '../aws/deployment/records.ts';
import { settle } from '../aws/deployment/settle.ts';
import { report } from '../aws/emulator/report.ts';
import { waitUntil } from '../aws/emulator/wait-until.ts';
import { expectSameRows } from '../client/local/plain-rows.ts';
import { someViews } from '../fake-aws/expect-invariants.ts';
import { useWorkbench } from '../fake-aws/workbench.ts';
import { computeLake, type OracleLake } from '../oracle/compute-lake.ts';
import { toComputedColumns } from '../oracle/view-columns.ts';
import { type Burst, type BurstFile, makeBurst } from './burst.ts';

/** What no function can read. */
const poison = 'not a landing message';
/** Puts under way at once. */
const putsAtOnce = 8;
/** How long the rights stay away after that: in all less than the six tries of a message take. */
const withdrawnMs = 15_000;

const bench = useWorkbench();
let deployed: Deployed;
let store: S3ObjectStore;
let records: LoadRecord[];
/** What is in the landing bucket at the end, by key. */
let landed: ReadonlyMap<string, BurstFile>;
/** What an independent computation makes of it. */
let expected: OracleLake;

beforeAll(async () => {
  const burst = await makeBurst();
  await deployFirst();
  deployed = await findDeployed();
  store = openStore(deployed.s3, deployed.lakeBucket, join(bench().folder, 'store'));
  const began = Date.now();
  await landBurst(burst);
  await settle(deployed, store, { seconds: 1500, unprocessable: 1 });
  const seconds = (Date.now() - began) / 1000;

  landed = new Map([...burst.first, ...burst.second].map((file) => [file.key, file]));
  const objects = [...landed.values()].flatMap(({ key, inflated }) =>
    inflated ? [{ key, bytes: inflated, lastModified: new Date() }] : [],
  );
  expected = computeLake(objects, { now: new Date() });
  records = await readRecords(store);
  const lines = records.reduce((sum, record) => sum + record.lines, 0);
  const bytes = [...landed.values()].reduce((sum, { content }) => sum + content.length, 0);
  const failedLoads = await readLogs(deployed, new Date(0), 'message failed');
  const failedRollups = await readLogs(deployed, new Date(0), 'rollup of bets failed');
  report(
    [
      `${landed.size} files by ${burst.first.length + burst.second.length} puts`,
      `${(bytes / 1e6).toFixed(0)} MB, ${lines} lines`,
      `${seconds.toFixed(0)} s, ${(landed.size / seconds).toFixed(1)} files a second`,
      `${failedLoads.length} loads and ${failedRollups.length} rollups failed and were tried again`,
    ].join('; '),
  );
});

/**
 * Lands the first half; then takes rights away, first those of the rollups, while loads go on, and then those of
 * the loads; lands the rest, and gives them back.
 */
async function landBurst({ first, second }: Burst): Promise<void> {
  await sendMessage(deployed, deployed.landingQueue, poison);
  await mapBounded(first, putsAtOnce, land);
  report('half of the files have landed; taking rights away');
  const quarter = Math.floor(second.length / 2);
  await withoutRollups(deployed, async () => {
    await mapBounded(second.slice(0, quarter), putsAtOnce, land);
    await waitUntilRefused('refresh failed');
    await withoutLedger(deployed, async () => {
      await mapBounded(second.slice(quarter), putsAtOnce, land);
      await waitUntilRefused('message failed');
      await sleep(withdrawnMs);
    });
  });
  report('all files have landed; the rights are given back');
}

async function waitUntilRefused(logged: string): Promise<void> {
  await waitUntil(`work is refused: ${logged}`, 120, async () => {
    const lines = await readLogs(deployed, new Date(0), logged);
    return lines.some((line) => line.includes('AccessDenied')) ? undefined : `${lines.length} such lines`;
  });
}

async function land({ key, content }: BurstFile): Promise<void> {
  const { s3, landingBucket } = deployed;
  await s3.send(new PutObjectCommand({ Bucket: landingBucket, Key: key, Body: content }));
}

describe('after a burst of files, with rights taken away and given back halfway', () => {
  test('every landing object has a record, and is what the record says', () => {
    const taken = [...landed.keys()].filter((key) => findDataset(key));
    expect(landed.size).toBeGreaterThanOrEqual(2000);
    expect(records.map(({ landing_key }) => landing_key)).toEqual(taken.sort());
    const isCut = (key: string) => landed.get(key)?.inflated === undefined;
    const objects = expected.landing.objects.filter(({ accepted, quarantined }) => !accepted && quarantined);
    const withoutRows = new Set(objects.map(({ key }) => key));
    const failed = records.filter(({ status }) => status !== 'loaded');
    expect(failed.map(({ landing_key }) => landing_key)).toEqual(
      taken.filter((key) => isCut(key) || withoutRows.has(key)),
    );
    expect(withoutRows.size).toBeGreaterThan(20);
    for (const record of failed) {
      const error_code = isCut(record.landing_key) ? 'bad_gzip' : 'no_line_accepted';
      expect(record).toMatchObject({ status: 'failed', error_code });
    }
  });

  test('objects that fit no data set are recorded too', async () => {
    const unsupported = [...landed.keys()].filter((key) => !findDataset(key));
    const reported = (await readUnsupported(store)) as { landing_key: string }[];
    expect(unsupported.length).toBeGreaterThan(20);
    expect(reported.map(({ landing_key }) => landing_key).sort()).toEqual(unsupported.sort());
  });

  test('every line is accepted, quarantined or blank', () => {
    const byKey = new Map(records.map((record) => [record.landing_key, record]));
    for (const { key, lines, accepted, quarantined, blank, dates } of expected.landing.objects) {
      expect(byKey.get(key)).toMatchObject({ landing_key: key, lines, accepted, quarantined, blank, dates });
      expect(lines).toBe(accepted + quarantined + blank);
    }
  });

  test('the dead letters hold what can never be processed, and nothing else', async () => {
    // As if it had been tried as often as it may: that would take minutes more.
    await setMaxReceiveCount(deployed, deployed.landingQueue, 1);
    await waitUntil('the poison is given up', 180, async () =>
      (await readDeadLetters(deployed, deployed.landingQueue)).length > 0 ? undefined : 'no dead letter',
    );
    expect(await readDeadLetters(deployed, deployed.landingQueue)).toEqual([poison]);
    expect(await readDeadLetters(deployed, deployed.refreshQueue)).toEqual([]);
  });

  test('the views show the same rows as an independent computation', async () => {
    const seen = await bench().reader.read(store, someViews);
    for (const name of someViews) {
      const rows = expected.views[name] ?? [];
      expect(rows.length).toBeGreaterThan(0);
      expectSameRows(name, toComputedColumns(name, seen.get(name) ?? []), rows);
    }
  });

  test('a sweep finds nothing that was lost', async () => {
    expect(await sweep(deployed)).toMatchObject({ unreadCount: 0, unprocessedCount: 0 });
  });
});
