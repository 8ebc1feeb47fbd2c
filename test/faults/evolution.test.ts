import { writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { toSqlText } from '../../glue/sql.ts';
import { markForReload } from '../../lambdas/core/unload-object.ts';
import { expectInvariants } from '../fake-aws/expect-invariants.ts';
import { FakeCloudLake } from '../fake-aws/fake-cloud-lake.ts';
import { useWorkbench } from '../fake-aws/workbench.ts';
import { monday, player, stake } from './rows.ts';

describe('entry 36: declarations that change', () => {
  const bench = useWorkbench();

  /** Writes the curated files of a data set anew, as another declaration would have made them. */
  async function rewriteCurated(cloud: FakeCloudLake, dataset: string, columns: string): Promise<void> {
    const keys = cloud.lake.currentKeys(`curated/${dataset}/files/`);
    for (const key of keys.filter((each) => !each.includes('published.'))) {
      const [from, to] = ['from', 'to'].map((name) =>
        join(bench().folder, `${name}.${Math.random()}.parquet`),
      );
      if (!from || !to) throw new Error('expected two paths');
      writeFileSync(from, cloud.lake.current(key)?.body ?? '');
      const select = `select ${columns} from read_parquet(${toSqlText(from)})`;
      await bench().engine.run(`copy (${select}) to ${toSqlText(to)} (format parquet)`);
      cloud.lake.put(key, await readFile(to));
    }
  }

  async function loadTwo(): Promise<FakeCloudLake> {
    const cloud = new FakeCloudLake(bench());
    cloud.land('bets/a.jsonl', [stake(1), stake(2)]);
    cloud.land('players/a.jsonl', [player('P1')]);
    await cloud.settle();
    return cloud;
  }

  it('read files from before a column was added, which is NULL there', async () => {
    const cloud = await loadTwo();
    await rewriteCurated(cloud, 'bets', '* exclude (brand_id, game_odds)');
    await rewriteCurated(cloud, 'players', '* exclude (suffix)');
    cloud.land('bets/b.jsonl', [stake(3, monday, { brand_id: 4 })]);
    cloud.land('players/b.jsonl', [player('P2', { suffix: 'Jr' })]);
    await cloud.settle();
    await expectInvariants(cloud);
  });

  it.each([
    ['an amount that was a double', '* replace (cast(real_debit_amount as double) as real_debit_amount)'],
    ['a key that was text', '* replace (cast(game_id as varchar) as game_id)'],
    ['an amount of another scale', '* replace (cast(fee_amount as decimal(18, 4)) as fee_amount)'],
    ['a required column that is new', '* exclude (bonus_debit_amount)'],
  ])('refuse %s, and publish nothing of the day', async (_, columns) => {
    const cloud = await loadTwo();
    await rewriteCurated(cloud, 'bets', columns);
    const before = await bench().reader.read(cloud.store, ['activity_daily']);
    cloud.land('bets/b.jsonl', [stake(3)]);
    await cloud.settle();
    expect(cloud.refreshDead.bodies).toHaveLength(1);
    expect(cloud.telemetry.lines.at(-1)?.error_message).toMatch(/reload what was loaded before$/);
    expect(await bench().reader.read(cloud.store, ['activity_daily'])).toEqual(before);
    await markForReload(cloud.store, 'bets/a.jsonl');
    cloud.landingQueue.send('{"key":"bets/a.jsonl"}');
    cloud.refreshDead.redriveTo(cloud.refreshQueue);
    await cloud.settle();
    await expectInvariants(cloud);
  });
});
