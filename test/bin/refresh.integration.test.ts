import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runBetlake } from './run-betlake.ts';

let folder = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'betlake-refresh-'));
});

afterAll(() => rm(folder, { recursive: true, force: true }));

describe('after an ingest that did not reach the rollups', () => {
  let own = '';
  const warning =
    'warning: 2 files loaded, 1 day not refreshed yet, so results lack their rows; wait for the ingest if one is running, else run: betlake refresh --lake ';

  beforeAll(async () => {
    own = join(folder, 'not-refreshed');
    const landed = join(folder, 'not-refreshed-landed');
    const bet = {
      bet_id: 1,
      bet_dt: '2021-10-04 12:00:00',
      player_code: 'P',
      partner_company_id: 1,
      game_id: 1,
    };
    const real = { real_debit_amount: '-1.00', real_credit_amount: '0.00' };
    const bonus = { bonus_debit_amount: '0.00', bonus_credit_amount: '0.00' };
    const lines = { bets: { ...bet, ...real, ...bonus }, games: { game_id: 1, game_name: 'Fast Hands' } };
    for (const [name, line] of Object.entries(lines)) {
      await mkdir(join(landed, name), { recursive: true });
      await writeFile(join(landed, name, 'a.jsonl'), `${JSON.stringify(line)}\n`);
    }
    const run = await runBetlake('ingest', landed, '--no-rollup', '--lake', own);
    expect(run.stderr).toContain('results leave them out until the next run or: betlake refresh');
  });

  test.each([
    [['metrics', 'bets-per-player', '--by', 'all']],
    [['query', 'select bet_id from bets']],
    [['loads']],
    [['quarantine']],
    [['export', 'games_current', '--out', 'OUT']],
    [['report', '--out', 'OUT.html']],
  ])('%j warns of it', async (args) => {
    const placed = args.map((arg) => arg.replace('OUT', join(folder, 'not-refreshed-out')));
    const run = await runBetlake(...placed, '--lake', own);
    expect(run.code).toBe(0);
    expect(run.stderr.split('\n').filter((line) => line.startsWith('warning'))).toEqual([`${warning}${own}`]);
  });

  test('refresh brings the rollups up to date, and then nothing is warned of any more', async () => {
    const run = await runBetlake('refresh', '--lake', own);
    expect(run).toEqual({
      code: 0,
      stdout: '',
      stderr: '1 day refreshed; the rollups have all that is loaded\n',
    });
    const games = ['metrics', 'most-played-games', '--by', 'all', '--format', 'csv'];
    expect(await runBetlake(...games, '--lake', own)).toEqual({
      code: 0,
      stdout:
        'period_start,game_id,game_name,bets_count,distinct_players_count,popularity_rank\n2021-10-04,1,Fast Hands,1,1,1\n',
      stderr: '',
    });
    expect((await runBetlake('refresh', '--lake', own)).stderr).toMatch(/^0 days refreshed/);
    expect((await runBetlake('refresh', '--lake', join(folder, 'none'))).stderr).toContain(
      'there is no lake',
    );
  });
});
