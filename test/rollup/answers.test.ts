import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { readManifest } from '../../lambdas/lake/manifest.ts';
import { handleTouchMessages, type TouchMessage } from '../../lambdas/rollup/handle-touch-messages.ts';
import { withScratch } from '../../lambdas/rollup/touch-context.ts';
import { slowDown } from '../cloud/cloud-faults.ts';
import { CloudLake } from '../cloud/cloud-lake.ts';
import { poll } from '../cloud/poll-queue.ts';
import { useWorkbench } from '../cloud/workbench.ts';
import { monday, player, stake, sunday } from '../faults/rows.ts';

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
