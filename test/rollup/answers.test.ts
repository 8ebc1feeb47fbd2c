import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { activityDefinitionKey, newAttempt } from '../../lambdas/lake/keys.ts';
import { readManifest } from '../../lambdas/lake/manifest.ts';
import type { ObjectStore } from '../../lambdas/lake/object-store.ts';
import { handleTouchMessages, type TouchMessage } from '../../lambdas/rollup/handle-touch-messages.ts';
import { publishDay } from '../../lambdas/rollup/publish-day.ts';
import { rollUpDays } from '../../lambdas/rollup/roll-up-days.ts';
import { listRedefinedDays, markDefinition } from '../../lambdas/rollup/rollup-definition.ts';
import { withScratch } from '../../lambdas/rollup/touch-context.ts';
import { slowDown } from '../cloud/cloud-faults.ts';
import { CloudLake } from '../cloud/cloud-lake.ts';
import { expectInvariants } from '../cloud/expect-invariants.ts';
import { poll } from '../cloud/poll-queue.ts';
import { useWorkbench } from '../cloud/workbench.ts';
import { badLine, monday, player, stake, sunday } from '../faults/rows.ts';

describe('touch messages are answered', () => {
  const bench = useWorkbench();
  let cloud: CloudLake;
  beforeEach(() => {
    cloud = new CloudLake(bench());
  });

  const touch = (id: string, dates: readonly string[], dataset = 'bets') => ({
    id,
    body: JSON.stringify({ dataset, dates }),
    isAgain: false,
  });
  const answer = async (messages: readonly TouchMessage[], hasTime = () => true) =>
    (await handleTouchMessages(cloud.rollupContext, messages, hasTime)).sort();
  const convert = () => poll(cloud.landingQueue, cloud.convert);
  const failDay = (date: string, dataset = 'bets') => {
    cloud.calls.hook = ({ operation, key }) => {
      if (operation === 'ListObjectsV2' && key === `curated/${dataset}/files/${date}/`) throw slowDown();
    };
  };
  const namedDays = async () => {
    const { keys } = await readManifest(cloud.store, 'rollup/activity/manifest/year=2021/symlink.txt');
    return keys.map((key) => key.split('/').at(-1)?.split('.')[0]);
  };
  /** Says that there is time so many times. */
  const timeFor = (answers: number) => {
    let left = answers;
    return () => left-- > 0;
  };

  it('those that cannot be read fail and are told, the others are answered', async () => {
    expect(await answer([{ id: 'x', body: '{', isAgain: false }, touch('m', [monday])])).toEqual(['x']);
    expect(cloud.telemetry.lines).toEqual([
      expect.objectContaining({ message: 'touch message cannot be read', message_id: 'x' }),
    ]);
    expect(await namedDays()).toEqual([monday]);
    const took = cloud.telemetry.last('RollupMilliseconds') ?? -1;
    expect(Number.isInteger(took) && took >= 0 && took < 60_000).toBe(true);
    expect(cloud.telemetry.sum('DaysRolledUp')).toBe(1);
  });

  it('in a folder that is made for them, and may be gone before its end', async () => {
    const scratch = join(cloud.rollupContext.scratch, 'made', 'for', 'it');
    const made = await withScratch({ ...cloud.rollupContext, scratch }, async (context) => {
      const before = await readdir(scratch);
      await rm(context.scratch, { recursive: true });
      return before;
    });
    expect(made).toHaveLength(1);
    expect(await readdir(scratch)).toEqual([]);
  });

  it('leave no file of the work behind, also where it fails', async () => {
    cloud.land('bets/a.jsonl', [stake(1)]);
    await convert();
    const { scratch } = cloud.rollupContext;
    const before = await readdir(scratch);
    await answer([touch('m', [monday])]);
    failDay(sunday);
    await answer([touch('n', [sunday])]);
    expect(await readdir(scratch)).toEqual(before);
  });

  it('of bets all together, each by itself where that fails, and a day that was done is not done again', async () => {
    cloud.land('bets/a.jsonl', [stake(1), stake(2, sunday)]);
    await convert();
    failDay(sunday);
    const messages = [touch('a', [monday]), touch('b', [sunday]), touch('c', [monday])];
    expect(await answer(messages)).toEqual(['b']);
    expect(await namedDays()).toEqual([monday]);
    const files = cloud.lake.currentKeys('rollup/activity/files/2021/');
    expect(files.filter((key) => key.includes(monday))).toHaveLength(1);
    expect(cloud.telemetry.sum('DaysRolledUp')).toBe(1);
    expect(
      cloud.telemetry.lines.map(({ message, days_count, first }) => [message, days_count, first]),
    ).toEqual([
      ['load loaded', undefined, undefined],
      ['rollup of bets failed', 2, sunday],
      ['rollup of bets failed', 1, sunday],
    ]);
  });

  it('of bets once, where one that stands alone fails', async () => {
    failDay(sunday);
    expect(await answer([touch('a', [sunday])])).toEqual(['a']);
    expect(cloud.telemetry.lines).toMatchObject([
      { message: 'rollup of bets failed', days_count: 1, first: sunday },
    ]);
    expect(cloud.telemetry.sum('DaysRolledUp')).toBe(0);
  });

  it('of bets as many together as name two months of days, in the order of their days', async () => {
    const days = Array.from({ length: 64 }, (_, at) =>
      new Date(Date.UTC(2021, 6, 1 + at)).toISOString().slice(0, 10),
    );
    const computed: string[] = [];
    const context = { ...cloud.rollupContext, atOnce: 1, onDay: (date: string) => computed.push(date) };
    const puts: number[] = [];
    cloud.calls.hook = ({ operation, key, when }) => {
      if (operation === 'PutObject' && key.includes('/manifest/year=') && when === 'after')
        puts.push(computed.length);
    };
    const messages = [
      touch('c', days.slice(62)),
      touch('b', days.slice(31, 62)),
      touch('a', days.slice(0, 31)),
      touch('again', days.slice(61, 62)),
    ];
    expect(await handleTouchMessages(context, messages, () => true)).toEqual([]);
    expect(computed).toEqual(days);
    expect(puts).toEqual([62, 64]);
  });

  it('of bets not where there is no time left', async () => {
    expect(await answer([touch('a', [monday]), touch('b', [sunday])], () => false)).toEqual(['a', 'b']);
    expect(await namedDays()).toEqual([]);
    failDay(sunday);
    // Time to try both together, then one of them.
    expect(await answer([touch('a', [sunday]), touch('b', [monday])], timeFor(2))).toEqual(['a', 'b']);
    cloud.calls.hook = undefined;
    expect(await answer([touch('a', [sunday]), touch('b', [monday])], timeFor(1))).toEqual([]);
    expect(await namedDays()).toEqual([sunday, monday]);
  });

  it('of players by days, then the dimensions once; a day that fails fails its messages alone', async () => {
    cloud.land(`players/${monday}.jsonl`, [player('P1')]);
    cloud.land(`players/${sunday}.jsonl`, [player('P2')]);
    await convert();
    failDay(sunday, 'players');
    const messages = [touch('a', [monday], 'players'), touch('b', [sunday, monday], 'players')];
    expect(await answer(messages)).toEqual(['b']);
    expect(cloud.telemetry.lines.at(-1)).toMatchObject({
      message: 'publishing a day of players failed',
      first: sunday,
    });
    expect(cloud.lake.currentKeys('curated/players/manifest/')).toEqual([
      `curated/players/manifest/dt=${monday}/symlink.txt`,
    ]);
    for (const name of ['player_dimension', 'player_profiles'])
      expect(cloud.lake.currentKeys(`rollup/${name}/manifest/`)).toHaveLength(1);
    expect(cloud.lake.currentKeys('rollup/game_dimension/')).toEqual([]);
    expect(await answer(messages, () => false)).toEqual(['a', 'b']);
    cloud.calls.hook = undefined;
    expect(await answer(messages, timeFor(1))).toEqual(['a', 'b']);
    expect(await answer(messages)).toEqual([]);
  });

  it('of players not where there is no time: nothing is begun', async () => {
    cloud.land(`players/${monday}.jsonl`, [player('P1')]);
    await convert();
    expect(await answer([touch('a', [monday], 'players')], () => false)).toEqual(['a']);
    expect(cloud.lake.currentKeys('rollup/')).toEqual([]);
    expect(await answer([touch('a', [monday], 'players')], timeFor(1))).toEqual(['a']);
    expect(cloud.lake.currentKeys('curated/players/manifest/')).toEqual([]);
  });

  it('of players all fail where a dimension does', async () => {
    cloud.land(`players/${monday}.jsonl`, [player('P1')]);
    await convert();
    cloud.calls.hook = ({ operation, key }) => {
      if (operation === 'PutObject' && key.startsWith('rollup/')) throw slowDown();
    };
    expect(await answer([touch('a', [monday], 'players'), touch('b', [sunday], 'players')])).toEqual([
      'a',
      'b',
    ]);
    expect(cloud.telemetry.lines.at(-1)).toMatchObject({ message: 'rollup of players failed' });
  });
});

describe('a dimension', () => {
  const bench = useWorkbench();
  const manifest = 'rollup/player_dimension/manifest/symlink.txt';

  /** The file that stands, and how many files it holds and was computed from. */
  async function standing(cloud: CloudLake) {
    const [key = ''] = (await readManifest(cloud.store, manifest)).keys;
    const sources = cloud.lake.current(key.replace(/parquet$/, 'sources.json'))?.body.toString() ?? '[]';
    return { key, holds: (JSON.parse(sources) as string[]).length };
  }
  const countriesOf = async (cloud: CloudLake) => {
    const seen = await bench().reader.read(cloud.store, ['players_current']);
    return seen
      .get('players_current')
      ?.map(({ country_code }) => country_code)
      .sort();
  };

  it('merges what is new, is left as it is where nothing is, and is computed again where a file has gone', async () => {
    const cloud = new CloudLake(bench());
    const checkedOut: string[] = [];
    cloud.land('players/a.jsonl', [player('P1', { country_code: 'FI' })]);
    await cloud.settle();
    const first = await standing(cloud);
    expect(first.holds).toBe(1);

    cloud.calls.hook = ({ operation, key, when }) => {
      if (operation === 'GetObject' && key.endsWith('.parquet') && when === 'before') checkedOut.push(key);
    };
    cloud.land('players/b.jsonl', [player('P2', { country_code: 'SE' })]);
    await cloud.settle();
    const second = await standing(cloud);
    expect(second.holds).toBe(2);
    expect(checkedOut).toContain(first.key);
    expect(await countriesOf(cloud)).toEqual(['FI', 'SE']);

    cloud.touchQueue.send(JSON.stringify({ dataset: 'players', dates: [monday] }));
    await cloud.settle();
    expect(await standing(cloud)).toEqual(second);

    checkedOut.length = 0;
    cloud.land('players/b.jsonl', []);
    await cloud.settle();
    expect((await standing(cloud)).holds).toBe(1);
    expect(checkedOut).not.toContain(second.key);
    expect(await countriesOf(cloud)).toEqual(['FI']);
    cloud.land('players/a.jsonl', []);
    await cloud.settle();
    expect((await standing(cloud)).holds).toBe(0);
    expect(await countriesOf(cloud)).toEqual([]);
  });

  it('starts over where another rollup has published it meanwhile', async () => {
    const cloud = new CloudLake(bench());
    cloud.land('players/a.jsonl', [player('P1')]);
    await poll(cloud.landingQueue, cloud.convert);
    cloud.calls.hook = async ({ operation, key, when }) => {
      if (operation !== 'PutObject' || key !== manifest || when === 'after') return;
      cloud.calls.hook = undefined;
      cloud.land('players/b.jsonl', [player('P2')]);
      await poll(cloud.landingQueue, cloud.convert);
      await poll(cloud.touchQueue, cloud.rollup);
    };
    await poll(cloud.touchQueue, cloud.rollup);
    expect((await standing(cloud)).holds).toBe(2);
    expect(await countriesOf(cloud)).toHaveLength(2);
  });

  it('whose list of files is lost says so', async () => {
    const cloud = new CloudLake(bench());
    cloud.land('players/a.jsonl', [player('P1')]);
    await cloud.settle();
    const { key } = await standing(cloud);
    await cloud.store.delete([key.replace(/parquet$/, 'sources.json')]);
    cloud.land('players/b.jsonl', [player('P2')]);
    await cloud.settle();
    expect(cloud.touchDead.bodies).toHaveLength(1);
    await expect(
      withScratch(cloud.rollupContext, async (context) => {
        const { rollUpDimensionsOf } = await import('../../lambdas/rollup/roll-up-dimension.ts');
        await rollUpDimensionsOf(context, 'players');
      }),
    ).rejects.toThrow(/\.sources\.json is missing: it tells which files .*\.parquet was made of$/);
  });
});

describe('a day', () => {
  const bench = useWorkbench();

  it('is published with the files that count and one without rows, whose name is new', async () => {
    const cloud = new CloudLake(bench());
    cloud.land('bets/a.jsonl', [stake(1), badLine]);
    cloud.land('bets/b.jsonl', [stake(2)]);
    await poll(cloud.landingQueue, cloud.convert);
    const manifest = `curated/bets/manifest/dt=${monday}/symlink.txt`;
    cloud.lake.put(
      `curated/bets/files/${monday}/${'0'.repeat(32)}.${newAttempt(new Date())}.parquet`,
      'of nobody',
    );
    const named: (readonly string[])[] = [];
    for (const _ of [1, 2]) {
      await withScratch(cloud.rollupContext, (context) => publishDay(context, 'bets', monday));
      named.push((await readManifest(cloud.store, manifest)).keys);
    }
    const [first = [], second = []] = named.map((keys) => keys.filter((key) => key.includes('/published.')));
    expect([first.length, second.length]).toEqual([1, 1]);
    expect(first).not.toEqual(second);
    const [filesOfFirst, filesOfSecond] = named.map((keys) =>
      keys.filter((key) => !key.includes('/published.')),
    );
    expect(filesOfFirst).toHaveLength(2);
    expect(filesOfSecond).toEqual(filesOfFirst);
  });

  it('that is published, or not, leaves no file of it in the folder of the work', async () => {
    const cloud = new CloudLake(bench());
    await withScratch(cloud.rollupContext, async (context) => {
      await publishDay(context, 'bets', monday);
      expect(await readdir(context.scratch)).toEqual([]);
      const fault = new Error('the disk is full');
      const engine = { ...context.engine, run: () => Promise.reject(fault) };
      await expect(publishDay({ ...context, engine }, 'bets', monday)).rejects.toBe(fault);
    });
  });

  it('that cannot be published shows the fault, and is not tried for ever', async () => {
    const cloud = new CloudLake(bench());
    cloud.denied.push({ action: 's3:PutObject', prefix: 'curated/bets/manifest/' });
    const published = withScratch(cloud.rollupContext, (context) => publishDay(context, 'bets', monday));
    await expect(published).rejects.toMatchObject({ name: 'AccessDenied' });
  });

  it.each([
    ['is not computed again where nobody has touched it', [sunday, monday, monday]],
    ['is computed again where its files have changed', [sunday, monday, sunday, monday]],
  ])('beside one that another rollup has published meanwhile %s', async (_, expected) => {
    const cloud = new CloudLake(bench());
    cloud.land('bets/a.jsonl', [stake(1), stake(2, sunday)]);
    await poll(cloud.landingQueue, cloud.convert);
    cloud.calls.hook = async ({ operation, key, when }) => {
      if (operation !== 'PutObject' || !key.startsWith('rollup/activity/manifest/') || when === 'after')
        return;
      cloud.calls.hook = undefined;
      await withScratch(cloud.rollupContext, (context) => rollUpDays(context, [monday]));
      if (expected.length === 3) return;
      cloud.land('bets/b.jsonl', [stake(3, sunday)]);
      await poll(cloud.landingQueue, cloud.convert);
    };
    const computed: string[] = [];
    await withScratch(cloud.rollupContext, (context) =>
      rollUpDays({ ...context, onDay: (date) => computed.push(date) }, [sunday, monday]),
    );
    expect(computed).toEqual(expected);
    await cloud.settle();
    await expectInvariants(cloud);
  });

  it('of another year or one that is not asked for keeps its file', async () => {
    const cloud = new CloudLake(bench());
    cloud.land('bets/a.jsonl', [stake(1), stake(2, sunday), stake(3, '2020-12-31')]);
    await cloud.settle();
    const before = cloud.lake.currentKeys('rollup/activity/files/');
    const computed: string[] = [];
    await withScratch(cloud.rollupContext, (context) =>
      rollUpDays({ ...context, onDay: (date) => computed.push(date) }, [monday, monday]),
    );
    expect(computed).toEqual([monday]);
    const after = cloud.lake.currentKeys('rollup/activity/files/');
    expect(after.filter((key) => !before.includes(key))).toHaveLength(1);
    const { keys } = await readManifest(cloud.store, 'rollup/activity/manifest/year=2021/symlink.txt');
    expect(keys).toHaveLength(2);
    expect(keys).toContain(before.find((key) => key.includes(sunday)));
  });
});

describe('the definition of a day', () => {
  const bench = useWorkbench();

  it('is another one where other statuses are void, and then all days are to be computed again', async () => {
    const { store, lake, ...cloud } = new CloudLake(bench());
    const one = { store, voidStatuses: ['A', 'B'] };
    expect(await listRedefinedDays(one)).toEqual([]);
    await markDefinition(one);
    const noted = lake.current(activityDefinitionKey)?.body.toString() ?? '';
    expect(noted).toMatch(/^\{"definition":"[0-9a-f]{16}"\}\n$/);
    await markDefinition(one);
    expect(lake.versions(activityDefinitionKey)).toHaveLength(1);

    cloud.landing.put('bets/a.jsonl', '');
    expect(await listRedefinedDays({ store, voidStatuses: ['B', 'A'] })).toEqual([]);
    const other = { store, voidStatuses: ['A'] };
    expect(await listRedefinedDays(other)).toEqual([]);
    // Noted that none holds, should the first come back before all days are of the other.
    expect(lake.current(activityDefinitionKey)?.body.toString()).toBe('{"definition":null}\n');
    expect(await listRedefinedDays(one)).toEqual([]);
    expect(lake.versions(activityDefinitionKey)).toHaveLength(2);
    await markDefinition(one);
    expect(lake.current(activityDefinitionKey)?.body.toString()).toBe(noted);
  });

  it('is left as another one has noted it meanwhile; any other fault is shown', async () => {
    const { store, lake } = new CloudLake(bench());
    await markDefinition({ store, voidStatuses: ['A'] });
    const overtaken = {
      ...store,
      get: (key: string) => store.get(key),
      put: async (key: string, body: string, expected?: string) => {
        await store.put(key, '{"definition":"theirs"}', (await store.get(key))?.etag);
        return store.put(key, body, expected);
      },
    } as unknown as ObjectStore;
    await markDefinition({ store: overtaken, voidStatuses: ['B'] });
    expect(lake.current(activityDefinitionKey)?.body.toString()).toBe('{"definition":"theirs"}');
    const fault = slowDown();
    const denied = { ...store, get: (key: string) => store.get(key), put: () => Promise.reject(fault) };
    await expect(
      markDefinition({ store: denied as unknown as ObjectStore, voidStatuses: ['C'] }),
    ).rejects.toBe(fault);
  });

  it('names the days of every load, sorted, each once', async () => {
    const cloud = new CloudLake(bench());
    cloud.land('bets/a.jsonl', [stake(1), stake(2, sunday)]);
    cloud.land('bets/b.jsonl', [stake(3, '2021-10-02'), stake(4)]);
    cloud.land('players/2021-10-01.jsonl', [player('P1')]);
    await poll(cloud.landingQueue, cloud.convert);
    await markDefinition({ store: cloud.store, voidStatuses: [] });
    const days = await listRedefinedDays({ store: cloud.store, voidStatuses: ['V'] });
    expect(days).toEqual(['2021-10-02', sunday, monday]);
  });
});
