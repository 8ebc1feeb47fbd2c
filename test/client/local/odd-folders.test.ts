import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { bet, landed } from '../../oracle/landing-example.ts';
import { readRows } from './plain-rows.ts';
import { makeFolder, TempLake } from './temp-lake.ts';

const object = landed('bets/a.jsonl', bet({ bet_id: 7, player_code: 'P1', game_id: 1681 }), {
  game_id: 'bad',
});

async function makeLakeIn(...names: string[]): Promise<TempLake> {
  const folder = join(await makeFolder(), ...names);
  await mkdir(folder, { recursive: true });
  return new TempLake(folder);
}

describe('a lake in a folder of any name', () => {
  test.each([
    // The engine knows folders named like these: each would give its value to a column of every row.
    [['game_id=5', 'player_code=zz', 'bet_dt=2020-01-01', 'landing_key=zz', 'line_number=9']],
    [["it's", '"; drop table bets; --', 'a\nb', '{a,b}', '%2B', '$1', '~', '#', 'é😀', 'a\\b', 'x.gz']],
  ])('has the values of the lines: %j', async (names) => {
    const lake = await makeLakeIn(...names, 'lake');
    await lake.ingest([object]);
    const [bets, activity, quarantine, loads] = await lake.read(async (connection) => [
      await readRows(
        connection,
        'select game_id, player_code, bet_dt::varchar as dt, landing_key, line_number from bets',
      ),
      await readRows(connection, 'select game_id, player_code from activity_daily'),
      await readRows(connection, 'select landing_key, line_number from quarantine'),
      await readRows(connection, 'select landing_key from loads'),
    ]);
    const row = { game_id: 1681n, player_code: 'P1' };
    const origin = { landing_key: 'bets/a.jsonl' };
    expect(bets).toEqual([{ ...row, dt: '2021-10-04 12:00:00', ...origin, line_number: 1n }]);
    expect(activity).toEqual([row]);
    expect(quarantine).toEqual([{ ...origin, line_number: 2n }]);
    expect(loads).toEqual([origin]);
  });

  test.each(['a*', '?', '[x]', '**'])(
    '%j fails with what to do, because it would be a pattern',
    async (name) => {
      const lake = await makeLakeIn(name);
      await expect(lake.ingest([object])).rejects.toThrow('choose a folder whose path has none of them');
      expect(await readdir(lake.folder)).not.toContain('curated');
    },
  );
});
