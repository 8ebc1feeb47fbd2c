import { spawn } from 'node:child_process';
import { mkdir, open, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { makeFolder, makeLake } from '../client/local/temp-lake.ts';
import { bet, landed } from '../oracle/landing-example.ts';
import { betlake } from './run-betlake.ts';

let lake = '';
/** Where the processes keep what they open for a while. */
let temporary = '';
/** A hundred thousand rows, more than a pipe or a stream holds, from a few bets. */
const many = 'select a.bet_id, b.bet_id as other, c.bet_id as third from bets a, bets b, bets c';

beforeAll(async () => {
  const made = await makeLake();
  const bets = Array.from({ length: 47 }, (_, at) => bet({ bet_id: at, player_code: `P${at}` }));
  await made.ingest([landed('bets/a.jsonl', ...bets)]);
  lake = made.folder;
  temporary = await makeFolder();
});

interface Ended {
  readonly code: number | null;
  readonly stderr: string;
}

/** Runs `betlake` with its stdout where the disk is full. */
async function runIntoFullDevice(...args: string[]): Promise<Ended> {
  const full = await open('/dev/full', 'w');
  try {
    return await run(args, full.fd);
  } finally {
    await full.close();
  }
}

/** Runs `betlake` with a reader that closes the pipe after the first bytes, as `head` does. */
function runIntoClosedPipe(...args: string[]): Promise<Ended> {
  return run(args, 'pipe');
}

function run(args: readonly string[], stdout: number | 'pipe' | 'ignore'): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [betlake, ...args], {
      stdio: ['ignore', stdout, 'pipe'],
      env: { ...process.env, TMPDIR: temporary },
    });
    let stderr = '';
    child.stderr?.on('data', (bytes) => (stderr += bytes));
    child.stdout?.once('data', () => child.stdout?.destroy());
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, stderr }));
  });
}

async function expectNothingLeft(): Promise<void> {
  expect((await readdir(temporary)).filter((name) => name.startsWith('betlake-'))).toEqual([]);
}

const noSpace =
  'betlake: cannot write the output: no space left on device; make room, or send it elsewhere, then run the command again\n';

describe('into a full device', () => {
  test.each([
    ['a table', ['query', 'select 1']],
    ['JSON', ['query', 'select 1', '--format', 'json']],
    ['CSV', ['query', 'select 1', '--format', 'csv']],
    ['CSV for a spreadsheet', ['query', 'select 1', '--excel']],
    ['an Arrow stream', ['query', 'select 1', '--format', 'arrow']],
    ['much JSON', ['query', many, '--format', 'json']],
    ['much CSV', ['query', many, '--format', 'csv']],
    ['a long Arrow stream', ['query', many, '--format', 'arrow']],
    ['a metric', ['metrics', 'bets-per-player', '--by', 'day']],
    ['the ledger', ['loads']],
  ])('%s fails with the reason and leaves nothing behind', async (_, args) => {
    expect(await runIntoFullDevice(...args, '--lake', lake)).toEqual({ code: 1, stderr: noSpace });
    await expectNothingLeft();
  });

  test.each([[['--help']], [['--version']], [['metrics', '--help']], [['sql', 'activity_daily']]])(
    '%j fails with the reason',
    async (args) => {
      expect(await runIntoFullDevice(...args)).toEqual({ code: 1, stderr: noSpace });
    },
  );

  test('an ingest fails with the reason, and what it loaded is in the lake', async () => {
    const folder = await makeFolder();
    await mkdir(join(folder, 'games'));
    await writeFile(join(folder, 'games', 'a.jsonl'), '{"game_id": 1, "game_name": "G"}\n');
    const own = join(folder, 'lake');
    expect(await runIntoFullDevice('ingest', join(folder, 'games'), '--lake', own)).toEqual({
      code: 1,
      stderr: noSpace,
    });
    expect(await runIntoClosedPipe('query', 'select game_id from games_current', '--lake', own)).toEqual({
      code: 0,
      stderr: '',
    });
  });
});

test('an Arrow stream whose query fails on the way ends with the error of the engine', async () => {
  const sql =
    "select cast(case when range = 150000 then 'x' else '1' end as integer) as n from range(200000)";
  const { code, stderr } = await run(['query', sql, '--format', 'arrow', '--lake', lake], 'ignore');
  expect({ code, stderr }).toEqual({
    code: 1,
    stderr: expect.stringMatching(/^betlake: .*Could not convert/s),
  });
  await expectNothingLeft();
});

describe('into a pipe that its reader has closed', () => {
  test.each([
    ['JSON', ['query', many, '--format', 'json']],
    ['CSV', ['query', many, '--format', 'csv']],
    ['an Arrow stream', ['query', many, '--format', 'arrow']],
  ])('much %s ends in silence with exit code 0 and leaves nothing behind', async (_, args) => {
    expect(await runIntoClosedPipe(...args, '--lake', lake)).toEqual({ code: 0, stderr: '' });
    await expectNothingLeft();
  });

  test('an ingest with a file that failed still fails', async () => {
    const folder = await makeFolder();
    // Each name is long, so that the table is more than a pipe holds.
    const files = Array.from({ length: 400 }, (_, at) =>
      join(folder, `games-${'x'.repeat(200)}${at}.jsonl.gz`),
    );
    for (const file of files) await writeFile(file, Buffer.from([0x1f, 0x8b, 8, 0, 0]));
    const ended = await runIntoClosedPipe(
      'ingest',
      folder,
      '--format',
      'json',
      '--lake',
      join(folder, 'lake'),
    );
    expect(ended.code).toBe(1);
  });
});
