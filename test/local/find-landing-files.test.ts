import { execFileSync } from 'node:child_process';
import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { findLandingFiles } from '../../local/find-landing-files.ts';
import { makeFolder } from './temp-lake.ts';

async function makeFiles(...names: string[]): Promise<string> {
  const folder = await makeFolder();
  for (const name of names) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), '');
  }
  return folder;
}

const keysOf = async (...args: Parameters<typeof findLandingFiles>) =>
  (await findLandingFiles(...args)).map(({ dataset, key }) => `${dataset} ${key}`);

describe('the landing key', () => {
  test('is the path below the folder of the data set, from wherever one looks', async () => {
    const folder = await makeFiles(
      'bets/2021/10/04/a.jsonl',
      'bets/b.jsonl.gz',
      'games/c.JSONL',
      'players/d.jsonl',
    );
    const bets = ['bets bets/2021/10/04/a.jsonl', 'bets bets/b.jsonl.gz'];
    expect(await keysOf([folder])).toEqual([...bets, 'games games/c.JSONL', 'players players/d.jsonl']);
    expect(await keysOf([join(folder, 'bets')])).toEqual(bets);
    expect(await keysOf([join(folder, 'bets/2021')])).toEqual(bets.slice(0, 1));
    expect(await keysOf([join(folder, 'bets/2021/10/04/a.jsonl')])).toEqual(bets.slice(0, 1));
    expect(await keysOf([folder, join(folder, 'bets')])).toHaveLength(4);
  });

  test('of a single file is its name, below the data set that is said or that it is named for', async () => {
    const folder = await makeFiles('bets-2021-10-04.jsonl', 'players.jsonl', 'x.jsonl');
    expect(await keysOf([join(folder, 'bets-2021-10-04.jsonl')])).toEqual([
      'bets bets/bets-2021-10-04.jsonl',
    ]);
    expect(await keysOf([join(folder, 'x.jsonl')], 'games')).toEqual(['games games/x.jsonl']);
    expect(await keysOf([join(folder, 'players.jsonl')], 'games')).toEqual(['games games/players.jsonl']);
  });

  test('keeps every character of a name, and keys come in the order of their bytes, entry 37', async () => {
    const names = ['+', '%2B', "it's", ' a "b"', 'dt=2021-10-04', 'a..b', '\uff5e', '😀'];
    const folder = await makeFiles(...names.map((name) => `bets/${name}.jsonl`));
    const keys = (await findLandingFiles([folder])).map(({ key }) => key);
    expect(new Set(keys)).toEqual(new Set(names.map((name) => `bets/${name}.jsonl`)));
    expect(keys.slice(-2)).toEqual(['bets/\uff5e.jsonl', 'bets/😀.jsonl']);
  });
});

test('files that are no landing files are passed over, links to such files are not', async () => {
  const folder = await makeFiles('bets/a.jsonl', 'bets/a.csv', 'bets/.hidden.jsonl', 'bets/README');
  const elsewhere = await makeFiles('b.jsonl');
  await symlink(join(elsewhere, 'b.jsonl'), join(folder, 'bets/b.jsonl'));
  expect(await keysOf([folder])).toEqual(['bets bets/a.jsonl', 'bets bets/b.jsonl']);
});

describe('finding files fails with what to do when', () => {
  test.each<[string, string[], string[], string]>([
    ['there is no such path', [], ['x'], 'there is no such file or folder'],
    ['a folder holds none', ['bets/a.csv'], [''], 'holds no landing file: expected names that end in .jsonl'],
    ['a file is none', ['bets/a.csv'], ['bets/a.csv'], 'is not a landing file'],
    [
      'nothing tells the data set',
      ['a.jsonl'],
      [''],
      'put it below a folder named bets, players, games, or say --dataset',
    ],
    ['a key comes twice', ['1/bets/a.jsonl', '2/bets/a.jsonl'], [''], 'would both land as bets/a.jsonl'],
    [
      'a key comes twice over two paths',
      ['1/bets/a.jsonl', '2/bets/a.jsonl'],
      ['1', '2'],
      'would both land as bets/a.jsonl',
    ],
  ])('%s', async (_, names, paths, message) => {
    const folder = await makeFiles(...names);
    await expect(findLandingFiles(paths.map((path) => join(folder, path)))).rejects.toThrow(message);
  });

  // Windows has no pipes among its files.
  test.skipIf(process.platform === 'win32')(
    'a pipe is given, which below a folder is passed over',
    async () => {
      const folder = await makeFiles('bets/a.jsonl');
      execFileSync('mkfifo', [join(folder, 'bets/b.jsonl')]);
      await expect(findLandingFiles([join(folder, 'bets/b.jsonl')])).rejects.toThrow('cannot be read twice');
      expect(await keysOf([folder])).toEqual(['bets bets/a.jsonl']);
    },
  );
});
