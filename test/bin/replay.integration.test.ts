import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runBetlake } from './run-betlake.ts';

let folder = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'betlake-replay-'));
});

afterAll(() => rm(folder, { recursive: true, force: true }));

describe('replay', () => {
  test('lands corrected lines beside their original, once, until that has a newer version', async () => {
    const own = join(folder, 'replayed');
    const run = (...args: string[]) => runBetlake(...args, '--lake', own);
    const file = join(folder, 'games', '2021-10-04.jsonl');
    const lines = [
      '{"game_id": 1, "game_name": "Fast Hands"}',
      '{"game_id": "x2", "game_name": "Slow Hands"}',
    ];
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, [...lines, '{"game_id": "x3"}', ''].join('\n'));
    await run('ingest', file);
    const refused = JSON.parse((await run('quarantine', '--lines', '9', '--format', 'json')).stdout);
    refused[0].raw_line = refused[0].raw_line.replace('"x2"', '2');
    const corrected = join(folder, 'corrected.json');
    await writeFile(corrected, JSON.stringify(refused));

    const replay = await run('replay', corrected);
    expect(replay.stderr).toContain(
      'games/2021-10-04-replay-1.jsonl: 1 corrected lines of games/2021-10-04.jsonl',
    );
    expect(replay.stderr).toContain('1 lines left out: they are as they were refused');
    expect(replay.code).toBe(1);
    const names = 'select game_id, game_name from games_current order by 1';
    const before = await run('query', names, '--format', 'csv');
    expect(before.stdout).toBe('game_id,game_name\n1,Fast Hands\n2,Slow Hands\n');
    const open = await run('quarantine', '--lines', '9', '--format', 'json');
    expect(JSON.parse(open.stdout)).toMatchObject([{ line_number: 3 }]);
    expect(open.stderr).toContain('1 open, 1 corrected by replays');

    await writeFile(corrected, JSON.stringify(refused.slice(0, 1)));
    const again = await run('replay', corrected);
    expect(again.code).toBe(0);
    expect(again.stderr).toContain('1 lines left out: they were corrected before');

    await writeFile(
      file,
      '{"game_id": 1, "game_name": "Fast Hands"}\n{"game_id": 3, "game_name": "Third"}\n',
    );
    const newer = await run('ingest', file);
    expect(newer.stderr).toContain(
      'note: removed, games/2021-10-04-replay-1.jsonl: corrects lines of a version of games/2021-10-04.jsonl that was replaced since',
    );
    const after = await run('query', names, '--format', 'csv');
    expect(after.stdout).toBe('game_id,game_name\n1,Fast Hands\n3,Third\n');
    const late = await run('replay', corrected);
    expect(late.code).toBe(1);
    expect(late.stderr).toContain('their file has a newer version');
  });

  test('fails for a key that would leave the lake', async () => {
    const games = join(folder, 'landed', 'games.jsonl');
    await mkdir(dirname(games));
    await writeFile(games, '{"game_id": 1, "game_name": "Fast Hands"}\n');
    const file = join(folder, 'hostile.json');
    await writeFile(
      file,
      JSON.stringify({ dataset: 'bets', landing_key: 'bets/../../x.jsonl', line_number: 1, raw_line: '{}' }),
    );
    const own = join(folder, 'hostile');
    expect((await runBetlake('ingest', games, '--lake', own)).code).toBe(0);
    const run = await runBetlake('replay', file, '--lake', own);
    expect(run.code).toBe(1);
    expect(run.stderr).toContain('expected a landing key');
  });
});
