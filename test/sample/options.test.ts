import { readdir } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { checkOptions, type SampleOptions } from '../../sample/options.ts';
import { writeSample } from '../../sample/write-sample.ts';
import { small } from './sample-folder.ts';

it.each<[Partial<SampleOptions>, string]>([
  [{ bets: -1 }, 'bets: expected a whole number from 0 to 10000000000, got -1'],
  [{ bets: 1.5 }, 'bets: expected a whole number from 0 to 10000000000, got 1.5'],
  [{ bets: Number.NaN }, 'bets: expected a whole number from 0 to 10000000000, got NaN'],
  [{ players: 0 }, 'players: expected a whole number from 1 to 1000000000, got 0'],
  [{ games: 0 }, 'games: expected a whole number from 1 to 100000000, got 0'],
  [{ days: 0 }, 'days: expected a whole number from 1 to 31046, got 0'],
  [{ files: 0 }, 'files: expected a whole number from 1 to 100000, got 0'],
  [{ seed: 0.5 }, 'seed: expected a whole number from -9007199254740991 to 9007199254740991, got 0.5'],
  [{ start: '2023-02-30' }, 'start: expected a real date as YYYY-MM-DD, got "2023-02-30"'],
  [{ start: '2023-2-3' }, 'start: expected a real date as YYYY-MM-DD, got "2023-2-3"'],
  [{ start: '2014-12-31' }, 'start: expected days from 2015-01-01 to 2099-12-31, got 3 from 2014-12-31'],
  [{ start: '2099-12-30' }, 'start: expected days from 2015-01-01 to 2099-12-31, got 3 from 2099-12-30'],
  [{ badRatio: 1.1 }, 'badRatio: expected a number from 0 to 1, got 1.1'],
  [{ badRatio: Number.NaN }, 'badRatio: expected a number from 0 to 1, got NaN'],
  [{ layout: 'flat', files: 2 }, 'files: expected 1 or none with the layout flat, got 2'],
  [{ layout: 'deep' as 'flat' }, 'layout: expected folders or flat, got "deep"'],
  [{ out: '' }, 'out: expected a folder, got ""'],
])('fails when an option makes no sense: %o', (wrong, message) => {
  expect(() => checkOptions({ ...small, out: 'x', ...wrong })).toThrow(new Error(message));
});

it('fails before anything is written', async () => {
  const out = `/tmp/betlake-sample-never-${process.pid}`;
  await expect(writeSample({ ...small, out, days: -3 })).rejects.toThrow('days: expected');
  await expect(readdir(out)).rejects.toThrow('ENOENT');
});

it('makes a file a day in folders, one bad line in a thousand and oddities by default', () => {
  const usual = { files: 3, layout: 'folders', badRatio: 0.001, oddities: true };
  expect(checkOptions({ ...small, out: 'x' })).toMatchObject(usual);
});
