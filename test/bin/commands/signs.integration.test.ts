import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { makeFolder } from '../../client/local/temp-lake.ts';
import { monday, player, stake } from '../../faults/rows.ts';
import { landed } from '../../oracle/landing-example.ts';
import { runBetlake } from '../run-betlake.ts';

async function land(folder: string, key: string, ...lines: Parameters<typeof landed>[1][]): Promise<void> {
  const path = join(folder, key);
  await mkdir(join(path, '..'), { recursive: true });
  await writeFile(path, landed(key, ...lines).bytes);
}

test('ingest warns of debits of the other sign until the setting has that sign, and then every day is corrected', async () => {
  const folder = await makeFolder();
  const [landing, lake] = [join(folder, 'landing'), join(folder, 'lake')];
  await land(landing, 'bets/a.jsonl', stake(1, monday, { real_debit_amount: '5.00' }));
  await land(landing, 'bets/b.jsonl', stake(2, monday, { real_debit_amount: '7.00', player_code: 'P2' }));
  const warning = `warning: every debit of 2 files, such as bets/a.jsonl, is above zero, but the setting says that debits are negative: what was spent comes out with a minus, and no bet counts as staked. Where the platform writes its debits so, set "debits": "positive" in ${join(lake, 'lake.json')} and ingest again: every day is then computed again\n`;
  const first = await runBetlake('ingest', landing, '--lake', lake);
  expect([first.code, first.stderr]).toEqual([0, expect.stringContaining(warning)]);
  expect((await runBetlake('ingest', landing, '--lake', lake)).stderr).toContain(warning);
  await writeFile(join(lake, 'lake.json'), '{"debits": "positive"}');
  const mended = await runBetlake('ingest', landing, '--lake', lake);
  expect(mended.stderr).toBe('2 of 2 files in the lake, 1 day rolled up\n');
  const sql = 'select player_code, real_spent_amount from player_metrics_daily order by 1';
  const { stdout } = await runBetlake('query', sql, '--lake', lake, '--format', 'csv');
  expect(stdout).toBe('player_code,real_spent_amount\nP1,5.00\nP2,7.00\n');
});

test('conflicts players lists the players whose files name different currencies', async () => {
  const folder = await makeFolder();
  const [landing, lake] = [join(folder, 'landing'), join(folder, 'lake')];
  await land(landing, 'players/1.jsonl', player('A', { player_ccy_code: 'JPY' }), player('B'));
  await land(landing, 'players/2.jsonl', player('A'), player('B'));
  await runBetlake('ingest', landing, '--lake', lake);
  const runConflicts = (...what: string[]) =>
    runBetlake('conflicts', ...what, '--lake', lake, '--format', 'csv');
  expect((await runConflicts('players')).stdout).toBe(
    'partner_company_id,player_code,player_ccy_code,currencies_count,first_landing_key,last_landing_key\n133,A,EUR,2,players/1.jsonl,players/2.jsonl\n',
  );
  expect((await runConflicts()).stdout).toBe('bet_id,bet_date,rows_count,reason\n');
  expect((await runConflicts('games')).stderr).toContain('Allowed choices are bets, players');
});
