import { execFileSync } from 'node:child_process';
import { mkdir, realpath, symlink, writeFile } from 'node:fs/promises';
import { basename, dirname, join, relative } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type FindOptions, findLandingFiles } from '../../../client/local/find-landing-files.ts';
import type { KnownFile } from '../../../client/local/known-files.ts';
import { datasetNames } from '../../../glue/datasets/index.ts';
import { makeFolder } from './temp-lake.ts';

/** Makes a folder, whose own name says no data set, with empty files in it. */
async function makeFiles(...names: string[]): Promise<string> {
  const folder = await realpath(await makeFolder());
  for (const name of names) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), '');
  }
  return folder;
}

async function keysOf(paths: readonly string[], options?: FindOptions): Promise<string[]> {
  const { files } = await findLandingFiles(paths, options);
  return files.map(({ dataset, key }) => `${dataset} ${key}`);
}

const lakeParts = ['loads/bets/1.json', 'curated/bets/files/1.parquet', 'quarantine/bets/files/1.jsonl'];

describe('the landing key of a file below a folder named for its data set', () => {
  test('is the path below that folder, however the path is typed', async () => {
    const folder = await makeFiles(
      'bets/2021/10/04/a.jsonl',
      'bets/b.jsonl.gz',
      'games/c.JSONL',
      'players/d.ndjson',
    );
    const bets = ['bets bets/2021/10/04/a.jsonl', 'bets bets/b.jsonl.gz'];
    expect(await keysOf([folder])).toEqual([...bets, 'games games/c.JSONL', 'players players/d.ndjson']);
    expect(await keysOf([join(folder, 'bets')])).toEqual(bets);
    expect(await keysOf([join(folder, 'bets/2021')])).toEqual(bets.slice(0, 1));
    expect(await keysOf([join(folder, 'bets/2021/10/04/a.jsonl')])).toEqual(bets.slice(0, 1));
    expect(await keysOf([relative(process.cwd(), join(folder, 'bets/2021/../b.jsonl.gz'))])).toEqual(
      bets.slice(1),
    );
    expect(await keysOf([folder, join(folder, 'bets')])).toHaveLength(4);
  });

  test('is the same wherever that folder lies, above the given path too', async () => {
    const folder = await makeFiles('players/export/players.json', 'players/export/bets.json');
    const lake = join(folder, 'lake');
    const found = ['bets bets/players/export/bets.json', 'players players/export/players.json'];
    expect(await keysOf([join(folder, 'players/export')], { lake })).toEqual(found);
  });

  test('keeps every character of a name, and keys come in the order of their bytes, entry 37', async () => {
    const names = ['+', '%2B', "it's", ' a "b"', 'dt=2021-10-04', 'a..b', '\uff5e', '😀'];
    const folder = await makeFiles(...names.map((name) => `bets/${name}.jsonl`));
    const keys = (await findLandingFiles([folder])).files.map(({ key }) => key);
    expect(new Set(keys)).toEqual(new Set(names.map((name) => `bets/${name}.jsonl`)));
    expect(keys.slice(-2)).toEqual(['bets/\uff5e.jsonl', 'bets/😀.jsonl']);
  });
});

describe('the landing key of a file below no such folder', () => {
  test('is the path below the folder that the lake is in, however the path is typed', async () => {
    const folder = await makeFiles('data/bets.json', 'data/players.json', 'data/games.json.gz');
    const options = { lake: join(folder, '.betlake') };
    const bets = ['bets bets/data/bets.json'];
    const all = [...bets, 'games games/data/games.json.gz', 'players players/data/players.json'];
    expect(await keysOf([folder], options)).toEqual(all);
    expect(await keysOf([join(folder, 'data')], options)).toEqual(all);
    expect(await keysOf([join(folder, 'data/bets.json')], options)).toEqual(bets);
    expect(await keysOf([join(folder, 'data/../data/bets.json')], options)).toEqual(bets);
    expect(await keysOf([relative(process.cwd(), join(folder, 'data'))], options)).toEqual(all);
  });

  test('is its whole path where the lake is elsewhere', async () => {
    const folder = await makeFiles('bets.json');
    const key = `bets bets${folder}/bets.json`;
    expect(await keysOf([folder], { lake: join(await makeFolder(), 'lake') })).toEqual([key]);
    expect(await keysOf([join(folder, 'bets.json')])).toEqual([key]);
  });

  test('is different for files of one name in dated folders, and sorts by date', async () => {
    const folder = await makeFiles('2021-10-05/bets.json', '2021-10-04/bets.json', '2021-09-30/bets.json');
    const lake = join(folder, 'lake');
    const keys = ['2021-09-30', '2021-10-04', '2021-10-05'].map((day) => `bets bets/${day}/bets.json`);
    expect(await keysOf([folder], { lake })).toEqual(keys);
    expect(await keysOf([join(folder, '2021-10-05')], { lake })).toEqual(keys.slice(2));
  });

  test('stays the one that the ledger has of the same path', async () => {
    const folder = await makeFiles('data/bets.json', 'data/players.json');
    const known: KnownFile[] = [
      { dataset: 'bets', key: 'bets/old.json', source: join(folder, 'data/bets.json'), hasRows: true },
      { dataset: 'games', key: 'games/x.json', source: join(folder, 'data/players.json'), hasRows: false },
    ];
    const options = { lake: join(folder, 'lake'), known };
    expect(await keysOf([folder], options)).toEqual([
      'bets bets/old.json',
      'players players/data/players.json',
    ]);
  });
});

describe('the data set of a file', () => {
  test.each([
    ['bets-2021.jsonl', 'bets'],
    ['2021-10-04_bets.json', 'bets'],
    ['bets2021.json', 'bets'],
    ['Players Export.NDJSON', 'players'],
    ['export.games.json.gz', 'games'],
  ])('is that of a word of its name: %s', async (name, dataset) => {
    const folder = await makeFiles(name);
    expect((await findLandingFiles([folder])).files).toMatchObject([{ dataset }]);
  });

  test.each(['gamesessions-2021.jsonl', 'alphabets.json', 'bets-of-players.json', 'a.jsonl'])(
    'is not guessed from a name that holds one by chance or two of them: %s',
    async (name) => {
      const folder = await makeFiles(name);
      await expect(findLandingFiles([folder])).rejects.toThrow(
        `the data set of ${join(folder, name)} is not known: put it below a folder named ${datasetNames.join(', ')}`,
      );
    },
  );

  test('is the given one, else that of the ledger, else that of its folder, else that of its name', async () => {
    const folder = await makeFiles('players/bets.json');
    const path = join(folder, 'players/bets.json');
    const known: KnownFile[] = [{ dataset: 'games', key: 'games/g.json', source: path, hasRows: true }];
    const find = async (options?: FindOptions) => (await findLandingFiles([folder], options)).files;
    expect(await find({ dataset: 'bets', known })).toMatchObject([{ dataset: 'bets' }]);
    expect(await find({ known })).toMatchObject([{ dataset: 'games', key: 'games/g.json' }]);
    expect(await find()).toMatchObject([{ dataset: 'players' }]);
    expect((await findLandingFiles([path])).files).toMatchObject([{ dataset: 'players' }]);
  });

  test('is not that of folders above the given one where its name has one', async () => {
    const folder = await makeFiles('players/export/bets.json', 'players/bets/1/x.json');
    const given = ['players/export', 'players/bets'].map((name) => join(folder, name));
    const { files } = await findLandingFiles(given);
    expect(files.map(({ dataset }) => dataset)).toEqual(['bets', 'bets']);
  });
});

describe('what is skipped', () => {
  test('is named: other names, hidden files, hidden folders and those that begin with an underscore', async () => {
    const folder = await makeFiles(
      'bets/a.jsonl',
      'bets/a.csv',
      'bets/part-00000',
      'bets/.hidden.jsonl',
      'bets/.ipynb_checkpoints/a-checkpoint.jsonl',
      'bets/_temporary/0/b.jsonl',
      'README',
    );
    const { files, skipped } = await findLandingFiles([folder]);
    expect(files.map(({ key }) => key)).toEqual(['bets/a.jsonl']);
    expect(skipped.map((name) => relative(folder, name) + (name.endsWith('/') ? '/' : ''))).toEqual([
      'README',
      'bets/.hidden.jsonl',
      'bets/.ipynb_checkpoints/',
      'bets/_temporary/',
      'bets/a.csv',
      'bets/part-00000',
    ]);
  });

  test('is a lake, whatever it is called; a folder of exports that is called loads is none', async () => {
    const folder = await makeFiles(
      'bets/a.jsonl',
      'loads/bets/b.jsonl',
      ...lakeParts.map((part) => `old lake/${part}`),
      ...lakeParts.map((part) => `lake/${part}`),
    );
    const { files, skipped } = await findLandingFiles([folder], { lake: join(folder, 'lake') });
    expect(files.map(({ key }) => key)).toEqual(['bets/a.jsonl', 'bets/b.jsonl']);
    expect(skipped).toEqual([join(folder, 'old lake/')]);
  });
});

describe('links', () => {
  test('to files and folders are followed, each real file and folder once', async () => {
    const folder = await makeFiles('bets/a.jsonl', 'bets/2021/c.jsonl');
    const elsewhere = await makeFiles('b.jsonl', 'more/d.jsonl');
    await symlink(join(elsewhere, 'b.jsonl'), join(folder, 'bets/b.jsonl'));
    await symlink(join(elsewhere, 'more'), join(folder, 'bets/more'));
    await symlink('..', join(folder, 'bets/2021/loop'));
    await symlink('2021', join(folder, 'bets/again'));
    await symlink('a.jsonl', join(folder, 'bets/0.jsonl'));
    const { files, folders } = await findLandingFiles([folder]);
    expect(files.map(({ path }) => path).sort()).toEqual(
      ['2021/c.jsonl', 'a.jsonl', 'b.jsonl', 'more/d.jsonl'].map((name) => join(folder, 'bets', name)),
    );
    expect(files.map(({ key }) => key)).toContain('bets/b.jsonl');
    // A linked folder is known by where it really is: the key is the same through any link.
    expect(files.find(({ path }) => basename(path) === 'd.jsonl')).toMatchObject({
      dataset: 'bets',
      key: `bets${elsewhere}/more/d.jsonl`,
      source: join(elsewhere, 'more/d.jsonl'),
    });
    expect(await keysOf([join(elsewhere, 'more')], { dataset: 'bets' })).toEqual([
      `bets bets${elsewhere}/more/d.jsonl`,
    ]);
    expect(folders).toContain(join(elsewhere, 'more'));
  });

  test('that lead in a circle contain nothing', async () => {
    const folder = await makeFiles('bets/notes.txt');
    await symlink('..', join(folder, 'bets/loop'));
    await expect(findLandingFiles([folder])).rejects.toThrow('has no landing file');
  });

  test('that dangle are files, whose load then fails', async () => {
    const folder = await makeFiles('bets/a.jsonl');
    await symlink('none', join(folder, 'bets/b.jsonl'));
    expect(await keysOf([folder])).toEqual(['bets bets/a.jsonl', 'bets bets/b.jsonl']);
  });
});

describe('finding files fails with what to do when', () => {
  test.each<[string, string[], string[], string]>([
    ['there is no such path', [], ['x'], 'there is no such file or folder'],
    [
      'a folder holds none',
      ['bets/a.csv'],
      [''],
      'has no landing file: expected names that end in .json, .jsonl or .ndjson, each with or without .gz; it has',
    ],
    ['a file is none', ['bets/a.csv'], ['bets/a.csv'], 'is not a landing file'],
    [
      'the data set cannot be determined',
      ['a.jsonl'],
      [''],
      `put it below a folder named ${datasetNames.join(', ')}, name it for one (bets-2021-10-04.jsonl), or name it with --dataset`,
    ],
    ['a key comes twice', ['1/bets/a.jsonl', '2/bets/a.jsonl'], [''], 'would both land as bets/a.jsonl'],
    [
      'a key comes twice over two paths',
      ['1/bets/a.jsonl', '2/bets/a.jsonl'],
      ['1', '2'],
      'would both land as bets/a.jsonl; rename one, or put them in separate folders below one folder "bets"',
    ],
    ['a folder is a lake', lakeParts, [''], 'whose own files are not landing files'],
    ['a folder lies in a lake', lakeParts, ['quarantine/bets'], 'whose own files are not landing files'],
    ['a file lies in a lake', lakeParts, ['loads/bets/1.json'], 'whose own files are not landing files'],
  ])('%s', async (_, names, paths, message) => {
    const folder = await makeFiles(...names);
    await expect(findLandingFiles(paths.map((path) => join(folder, path)))).rejects.toThrow(message);
  });

  test('all but the samples in a lake are its own', async () => {
    const folder = await makeFiles(...lakeParts, 'sample/bets/2021-10-01.jsonl');
    expect(await keysOf([join(folder, 'sample')])).toEqual(['bets bets/2021-10-01.jsonl']);
  });

  // Windows has no pipes among its files.
  test.skipIf(process.platform === 'win32')('a pipe is given, which below a folder is skipped', async () => {
    const folder = await makeFiles('bets/a.jsonl');
    execFileSync('mkfifo', [join(folder, 'bets/b.jsonl')]);
    await expect(findLandingFiles([join(folder, 'bets/b.jsonl')])).rejects.toThrow('cannot be read twice');
    expect(await keysOf([folder])).toEqual(['bets bets/a.jsonl']);
  });
});
