import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { mustBeLake, mustBeLakeOrEmpty } from '../../../client/local/lake-folder.ts';
import { bet, landed } from '../../oracle/landing-example.ts';
import { makeFolder, TempLake } from './temp-lake.ts';

const object = landed('bets/a.jsonl', bet({ bet_id: 7 }));

async function makeFolderOf(...names: string[]): Promise<string> {
  const folder = await makeFolder();
  for (const name of names) {
    if (name.endsWith('/')) await mkdir(join(folder, name));
    else await writeFile(join(folder, name), 'somebody else wrote this');
  }
  return folder;
}

describe('a lake is written into', () => {
  test.each([
    [[]],
    [['.git/', '.DS_Store', 'lost+found/']],
    [['sample/']],
    [['lock', 'tmp/', 'curated/', 'quarantine/']],
  ])('a folder of nobody else: %j', async (names) => {
    const folder = await makeFolderOf(...names);
    await mustBeLakeOrEmpty(folder);
    await new TempLake(folder).ingest([object]);
    await mustBeLake(folder);
  });

  test('the folder of a lake, with whatever was put beside it', async () => {
    const folder = await makeFolder();
    await new TempLake(folder).ingest([object]);
    await writeFile(join(folder, 'NOTES.md'), 'ours');
    // A copy of a deployed lake has no lock.
    await rm(join(folder, 'lock'));
    await new TempLake(folder).ingest([object]);
    expect(await readFile(join(folder, 'NOTES.md'), 'utf8')).toBe('ours');
  });

  test.each([[['tmp/']], [['NOTES.md']], [['src/', 'package.json', 'lock']], [['curated/', 'quarantine/']]])(
    'no folder with things of others, which keep what they are: %j',
    async (names) => {
      const folder = await makeFolderOf(...names);
      await expect(new TempLake(folder).ingest([object])).rejects.toThrow(
        /has no lake but other files .* name an empty folder or a new one with --lake/,
      );
      expect(await readdir(folder)).toEqual(names.map((name) => name.replace('/', '')).sort());
    },
  );
});

describe('a lake is read', () => {
  test.each([
    ['of an empty folder', []],
    ['of things of others', ['tmp/', 'curated/', 'NOTES.md']],
  ])('in no folder %s', async (_, names) => {
    await expect(mustBeLake(await makeFolderOf(...names))).rejects.toThrow(
      /there is no lake in .* make one with/,
    );
  });

  test.each(['', ' '])('in no folder without a name: %j', async (name) => {
    await expect(mustBeLake(name)).rejects.toThrow('--lake has no value');
    await expect(mustBeLakeOrEmpty(name)).rejects.toThrow('--lake has no value');
  });
});
