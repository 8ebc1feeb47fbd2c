import { beforeAll, describe, expect, inject, it } from 'vitest';
import type { S3ObjectStore } from '../../lambdas/core/s3-store.ts';
import { readCatalog, readDeclaredTables } from './deployment/catalog.ts';
import { deployFirst, destroy, stage, update } from './deployment/cdk.ts';
import { type Deployed, findDeployed } from './deployment/deployed.ts';
import { expectSameLakes, openStore } from './deployment/expect-same-lakes.ts';
import {
  makeBrokenFile,
  makeLandingFiles,
  makeSmallFile,
  restatedKey,
  restatedVersions,
} from './deployment/landing-files.ts';
import {
  readLogs,
  reloadAll,
  restoreBucketTags,
  sweep,
  withoutEvents,
  withoutLedger,
} from './deployment/operate.ts';
import { countMessages, readDeadLetters, sendMessage, setMaxReceiveCount } from './deployment/queues.ts';
import { readRecords, readUnsupported } from './deployment/records.ts';
import { countResources } from './deployment/resources.ts';
import { settle } from './deployment/settle.ts';
import { Twin } from './deployment/twin.ts';
import { report } from './emulator/report.ts';
import { waitUntil } from './emulator/wait-until.ts';

/** The life of one deployment: each test depends on those before. */
describe('a deployment', () => {
  let deployed: Deployed;
  let store: S3ObjectStore;
  let twin: Twin;

  beforeAll(async () => {
    await deployFirst();
    deployed = await findDeployed();
    store = openStore(deployed.s3, deployed.lakeBucket, `${inject('folder')}/store`);
    twin = await Twin.open(deployed);
  });

  /** Waits for the cloud, does the same here, and compares. */
  const expectTwins = async () => {
    await settle(deployed, store);
    await twin.ingest();
    report('settled; comparing with a local run');
    return expectSameLakes(deployed, twin);
  };

  it('has the tables and views in its catalog that the template declares', async () => {
    const tables = await readCatalog(`betlake_${stage}`);
    const declared = await readDeclaredTables(deployed);
    expect(tables.map(({ Name }) => Name)).toEqual(declared.map(({ Name }) => Name));
    expect(tables).toMatchObject(declared);
  });

  it('makes the same rows of what lands as a laptop does, and records what it cannot read', async () => {
    const files = await makeLandingFiles();
    for (const [key, content] of files) await twin.land(key, content);
    await twin.landAgain('bets/2021-10-04.jsonl');
    await twin.land('bets/broken.jsonl.gz', makeBrokenFile());
    await twin.land(restatedKey, restatedVersions[0]);
    await twin.land('notes/read me.txt', 'nothing for a lake');
    const rows = await expectTwins();
    expect(rows.get('bets')?.length).toBeGreaterThan(2900);
    expect(rows.get('quarantine')?.length).toBeGreaterThan(10);
    const failed = (await readRecords(store)).filter(({ status }) => status === 'failed');
    expect(failed).toMatchObject([{ landing_key: 'bets/broken.jsonl.gz', error_code: 'bad_gzip' }]);
    expect(await readUnsupported(store)).toMatchObject([{ landing_key: 'notes/read me.txt' }]);
  });

  it('drops a day that the new version of an object no longer has', async () => {
    const days = async () => (await expectTwins()).get('activity_daily')?.map((row) => row.period_start);
    expect(await days()).toContain('2021-11-20');
    await twin.land(restatedKey, restatedVersions[1]);
    expect(await days()).not.toContain('2021-11-20');
  });

  it('tries again what a withdrawn permission prevented, and gives up what can never succeed', async () => {
    const key = 'bets/withdrawn.jsonl';
    const usual = await setMaxReceiveCount(deployed, deployed.refreshQueue, 1);
    await sendMessage(deployed, deployed.refreshQueue, 'not an invalidation', 'somebody');
    const began = new Date();
    await withoutLedger(deployed, async () => {
      await twin.land(key, makeSmallFile(9_000_000_003));
      // Its next try comes within two minutes, should the log of the first be late.
      await waitUntil('the converter was refused', 240, async () => {
        const logged = await readLogs(deployed, began);
        const isRefused = logged.some(
          (line) => line.includes('AccessDenied') && line.includes('s3:PutObject'),
        );
        return isRefused ? undefined : `${logged.length} lines in its log`;
      });
      expect((await readRecords(store)).map(({ landing_key }) => landing_key)).not.toContain(key);
    });
    report('the right is given back; waiting for the next try');
    await expectTwins();
    expect(await readDeadLetters(deployed, deployed.landingQueue)).toEqual([]);
    expect(await readDeadLetters(deployed, deployed.refreshQueue)).toEqual(['not an invalidation']);
    await setMaxReceiveCount(deployed, deployed.refreshQueue, usual);
  });

  it('finds in a sweep the object whose event was lost', async () => {
    const key = 'bets/unheard.jsonl';
    await withoutEvents(deployed, async () => {
      await twin.land(key, makeSmallFile(9_000_000_004));
      expect(await countMessages(deployed, deployed.landingQueue.url)).toBe(0);
    });
    expect(await sweep(deployed)).toMatchObject({
      unreadCount: 1,
      unprocessedCount: 0,
      outdatedDaysCount: 0,
    });
    await expectTwins();
    expect(await sweep(deployed)).toMatchObject({
      unreadCount: 0,
      unprocessedCount: 0,
      outdatedDaysCount: 0,
    });
  });

  it('reads everything again when it is reloaded, and has the same result', async () => {
    const before = await readRecords(store);
    await reloadAll();
    await expectTwins();
    const after = await readRecords(store);
    const attempts = new Set(before.map(({ attempt }) => attempt));
    expect(after.map(({ landing_key }) => landing_key)).toEqual(before.map(({ landing_key }) => landing_key));
    const again = after.filter(({ status }) => status === 'loaded');
    expect(again.filter(({ attempt }) => attempts.has(attempt))).toEqual([]);
  });

  it('is updated: bets of a status that is now void no longer count', async () => {
    const countAll = async () => (await expectTwins()).get('activity_yearly')?.map((row) => row.bets_count);
    const before = await countAll();
    await update({ voidStatuses: ['V'] });
    await twin.configure({ void_statuses: ['V'] });
    // Three days of bets, and the one that has none any more.
    expect(await sweep(deployed)).toMatchObject({ unreadCount: 0, outdatedDaysCount: 4 });
    expect(await countAll()).not.toEqual(before);
  });

  it('has no dead letters at the end but those that belong there', async () => {
    expect(await readDeadLetters(deployed, deployed.landingQueue)).toEqual([]);
    expect(await readDeadLetters(deployed, deployed.refreshQueue)).toEqual(['not an invalidation']);
  });

  it('names no player in its logs', async () => {
    const players = new Set((await expectTwins()).get('players')?.map((row) => String(row.player_code)));
    const logged = await readLogs(deployed);
    const isLogged = (player: string) => logged.some((line) => line.includes(player));
    expect([logged.length > 50, players.size > 100]).toEqual([true, true]);
    expect([...players].filter(isLogged)).toEqual([]);
  });

  it('is destroyed, and nothing of it remains', async () => {
    const before = await countResources(deployed);
    await restoreBucketTags(deployed);
    await destroy();
    expect(Object.values(before).filter((count) => count === 0)).toEqual([]);
    const kinds = Object.keys(before).map((kind) => [kind, 0]);
    expect(await countResources(deployed)).toEqual(Object.fromEntries(kinds));
  });
});
