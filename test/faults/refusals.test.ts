import { describe, expect, it } from 'vitest';
import { isLandingName } from '../../glue/landing-name.ts';
import { findDataset, isMarker } from '../../lambdas/convert/find-dataset.ts';
import { expectInvariants, readRecords } from '../fake-aws/expect-invariants.ts';
import { type Content, FakeCloudLake } from '../fake-aws/fake-cloud-lake.ts';
import { poll } from '../fake-aws/poll-queue.ts';
import { useWorkbench } from '../fake-aws/workbench.ts';
import { badLine, game, player, stake, sunday } from './rows.ts';

const key = 'bets/a.jsonl';

/** Versions that are refused, each for another reason. */
const refused: Readonly<Record<string, Content>> = {
  no_line_accepted: [badLine, ' ', 'x'],
  wrong_data_set: [game(1), game(2)],
  glued_objects: Buffer.from(`${JSON.stringify(stake(1))}${JSON.stringify(stake(2))}`),
  broken_array: Buffer.from(JSON.stringify([stake(1), stake(2)]).slice(0, -1)),
  utf_16: Buffer.from(JSON.stringify(stake(1)), 'utf16le'),
  bad_gzip: Buffer.from([0x1f, 0x8b, 8, 0, 0]),
};

describe.each(Object.entries(refused))('a version that is refused for %s', (code, content) => {
  const bench = useWorkbench();
  const readsOf = (cloud: FakeCloudLake) => {
    const count = { reads: 0 };
    cloud.calls.hook = ({ operation, bucket, when }) => {
      if (operation === 'GetObject' && bucket === 'landing' && when === 'before') count.reads++;
    };
    return count;
  };

  it('is read once, however often it is delivered or swept, and leaves what was live before', async () => {
    const cloud = new FakeCloudLake(bench());
    const good = cloud.land(key, [stake(1), stake(2, sunday)]);
    await cloud.settle();
    const { versionId } = cloud.land(key, content);
    const count = readsOf(cloud);
    const message = JSON.stringify({ key });
    for (let times = 0; times < 3; times++) {
      cloud.landingQueue.send(message);
      await cloud.settle();
      cloud.clock.advance(7200);
      expect(await cloud.sweep()).toMatchObject({ unreadCount: 0 });
      await cloud.settle();
    }
    expect(count.reads).toBe(1);
    expect(cloud.telemetry.sum('FailedLoads')).toBe(1);
    expect(cloud.landingDead.bodies).toEqual([]);
    expect((await readRecords(cloud)).get(key)).toMatchObject({
      status: 'failed',
      error_code: code,
      error_version: versionId,
      object_version: good.versionId,
      accepted: 2,
    });
    cloud.calls.hook = undefined;
    await expectInvariants(cloud, {
      objects: [{ key, bytes: good.body, lastModified: good.lastModified }],
    });
  });

  it('is read again by a reload and by another converter', async () => {
    const cloud = new FakeCloudLake(bench());
    cloud.land(key, content);
    await cloud.settle();
    const count = readsOf(cloud);
    expect(await cloud.reload('bets/')).toEqual([key]);
    await cloud.settle();
    expect(count.reads).toBe(1);
    cloud.landingQueue.send(JSON.stringify({ key }));
    const newer = { ...cloud.convertContext, limits: { ...cloud.convertContext.limits, maxLineBytes: 5000 } };
    Object.assign(cloud, { convertContext: newer });
    await cloud.settle();
    expect(count.reads).toBe(2);
    cloud.calls.hook = undefined;
    await expectInvariants(cloud);
    cloud.land(key, [stake(1)]);
    await cloud.settle();
    expect((await readRecords(cloud)).get(key)).toMatchObject({ status: 'loaded', error_code: null });
    await expectInvariants(cloud);
  });

  it('is what a reload whose message is lost leaves to the sweep', async () => {
    const cloud = new FakeCloudLake(bench());
    cloud.land(key, content);
    await cloud.settle();
    await cloud.reload('bets/');
    cloud.landingQueue.receive(10).map(({ receiptHandle }) => cloud.landingQueue.delete(receiptHandle));
    cloud.clock.advance(7200);
    expect(await cloud.sweep()).toMatchObject({ unreadCount: 1 });
    await cloud.settle();
    await expectInvariants(cloud);
  });
});

describe('what is written beside landing objects', () => {
  const bench = useWorkbench();

  it('to mark a folder or the end of a job is acknowledged in silence', async () => {
    const cloud = new FakeCloudLake(bench());
    const markers = ['bets/', 'players/2021/', 'archive/', 'bets/_SUCCESS', '_SUCCESS', 'bets/2021_$folder$'];
    for (const marker of markers) cloud.land(marker, Buffer.alloc(0));
    cloud.land(key, [stake(1)]);
    await cloud.settle();
    cloud.clock.advance(7200);
    expect(await cloud.sweep()).toMatchObject({ unreadCount: 0 });
    expect(cloud.telemetry.sum('UnsupportedKeys')).toBe(0);
    expect(cloud.lake.currentKeys('loads/unsupported/')).toEqual([]);
    await expectInvariants(cloud);
  });

  it('under the name of a folder, but with bytes in it, is recorded as a key of no data set', async () => {
    const cloud = new FakeCloudLake(bench());
    cloud.land('bets/2021/', [stake(1)]);
    await poll(cloud.landingQueue, cloud.convert);
    expect(cloud.telemetry.sum('UnsupportedKeys')).toBe(1);
    expect(isMarker('bets/2021/', 1)).toBe(false);
    expect(isMarker('bets/my_SUCCESS', 0)).toBe(false);
  });

  it('is distinguished from landing files by their endings, in any case', async () => {
    const endings = ['json', 'jsonl', 'ndjson', 'JSON', 'Jsonl', 'NDJSON'].flatMap((end) => [
      end,
      `${end}.gz`,
    ]);
    for (const ending of [...endings, 'JSON.GZ']) {
      expect([ending, isLandingName(`a.${ending}`)]).toEqual([ending, true]);
      expect(findDataset(`players/2021/a.${ending}`)?.name).toBe('players');
    }
    for (const name of ['a.csv', 'a.jsonl.zst', 'a.gz', 'json', 'a.json5', 'a.jsonl.gz.tmp', 'ajsonl']) {
      expect([name, isLandingName(name)]).toEqual([name, false]);
    }
    const cloud = new FakeCloudLake(bench());
    cloud.land('bets/bets.json', [stake(1)]);
    cloud.land('players/players.NDJSON', [player('P1')]);
    cloud.land('games/games.json.gz', Buffer.from(JSON.stringify([game(1)])));
    await cloud.settle();
    expect((await readRecords(cloud)).size).toBe(3);
    await expectInvariants(cloud);
  });
});
