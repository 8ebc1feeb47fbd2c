import { beforeAll, describe, expect, test, vi } from 'vitest';
import { loadsCommand } from '../../../bin/commands/loads.ts';
import { unloadObject } from '../../../lambdas/core/unload-object.ts';
import { makeLake, type TempLake } from '../../client/local/temp-lake.ts';
import { landed } from '../../oracle/landing-example.ts';

let lake: TempLake;
const at = (minute: number) => ({ now: new Date(Date.UTC(2022, 0, 31, 12, minute)) });

beforeAll(async () => {
  lake = await makeLake();
  const cut = {
    key: 'games/cut.jsonl.gz',
    bytes: Buffer.from([0x1f, 0x8b, 8, 0, 0]),
    lastModified: new Date(),
  };
  await lake.ingest([landed('games/c.jsonl', { game_id: 1, game_name: 'G' })], at(1));
  await lake.ingest([landed('games/b.jsonl', { game_id: 2, game_name: 'G' })], at(2));
  await lake.ingest(
    [
      landed('games/d.jsonl', { game_id: 3, game_name: 'G' }),
      landed('games/a.jsonl', { game_id: 4, game_name: 'G' }),
    ],
    at(3),
  );
  await lake.ingest([cut], at(4));
  // A newer version that is refused: what the file had loaded still counts.
  await lake.ingest(
    [{ ...cut, key: 'games/b.jsonl.gz', bytes: Buffer.from('{"game_id": 5, "game_name": "G"}\n') }],
    at(0),
  );
  await lake.ingest([{ ...cut, key: 'games/b.jsonl.gz' }], at(5));
  await lake.write({}, async ({ store }) => unloadObject(store, 'games/c.jsonl', at(6).now));
});

async function list(...args: string[]): Promise<[string, string][]> {
  let printed = '';
  const spy = vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    printed += String(text);
    return true;
  });
  try {
    const command = loadsCommand()
      .exitOverride()
      .configureOutput({ writeErr: () => {} });
    await command.parseAsync([...args, '--format', 'json', '--lake', lake.folder], { from: 'user' });
  } finally {
    spy.mockRestore();
  }
  return JSON.parse(printed).map(({ landing_key, status }: Record<string, string>) => [landing_key, status]);
}

describe('betlake loads', () => {
  test('shows the newest load first, a file that failed by when it did, equals by key', async () => {
    expect(await list()).toEqual([
      ['games/c.jsonl', 'unloaded'],
      ['games/b.jsonl.gz', 'failed'],
      ['games/cut.jsonl.gz', 'failed'],
      ['games/a.jsonl', 'loaded'],
      ['games/d.jsonl', 'loaded'],
      ['games/b.jsonl', 'loaded'],
    ]);
  });

  test.each(['loaded', 'failed', 'unloaded'])('shows only those that are %s', async (status) => {
    const all = await list();
    expect(await list('--status', status)).toEqual(all.filter(([, each]) => each === status));
  });

  test('refuses any other status and lists those there are', async () => {
    await expect(list('--status', 'open')).rejects.toThrow(/Allowed choices are loaded, failed, unloaded/);
  });
});
