import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { createProgram } from '../../bin/program.ts';
import { makeFolder } from '../client/local/temp-lake.ts';
import { bet, landed } from '../oracle/landing-example.ts';

/** What a command prints, within the test's process. */
async function run(...args: string[]): Promise<string> {
  let out = '';
  const write = vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    out += String(text);
    return true;
  });
  try {
    await createProgram().parseAsync(['node', 'betlake', ...args]);
  } finally {
    write.mockRestore();
  }
  return out;
}

async function makeLanding(): Promise<string> {
  const landing = await makeFolder();
  const { bytes } = landed('bets/a.jsonl', bet({ bet_id: 7, player_code: 'P1', bet_transaction_type_id: 1 }));
  await mkdir(join(landing, 'bets'));
  await writeFile(join(landing, 'bets/a.jsonl'), bytes);
  return landing;
}

describe('--lake', () => {
  beforeAll(() => vi.spyOn(process.stderr, 'write').mockImplementation(() => true));
  afterAll(() => vi.restoreAllMocks());

  test.each([
    "it's",
    '"; drop view bets; --',
    '$(touch x)',
    '{{lake}}',
    '%2e%2e',
    '-',
    '--athena',
    'a\nb',
    'é😀',
  ])('is the name of a folder and nothing else: %j', async (name) => {
    const parent = await makeFolder();
    const lake = `--lake=${join(parent, name)}`;
    await run('ingest', await makeLanding(), lake);
    const rows = await run('metrics', 'bets-per-player', '--by', 'day', '--format', 'json', lake);
    expect(JSON.parse(rows)).toMatchObject([{ player_code: 'P1', bets_count: 1 }]);
    expect(await run('query', 'select count(*) as n from bets', '--format', 'csv', lake)).toContain('1');
    await run('export', 'activity_daily', '--out', join(parent, 'out'), lake);
    await run('unload', 'bets/a.jsonl', lake);
    expect((await readdir(parent)).sort()).toEqual([name, 'out'].sort());
  });

  test('keeps unload and replay inside the lake, whatever key they are given', async () => {
    const parent = await makeFolder();
    const lake = `--lake=${join(parent, 'lake')}`;
    await run('ingest', await makeLanding(), lake);
    await writeFile(join(parent, 'secret.json'), '{}');
    for (const key of ['../../../secret.json', 'bets/../../secret.json', "bets/' or true --", '']) {
      await expect(run('unload', key, lake)).rejects.toThrow('the ledger has no');
    }
    expect((await readdir(parent)).sort()).toEqual(['lake', 'secret.json']);
  });
});
