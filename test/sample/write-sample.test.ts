import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { writeSample } from '../../sample/write-sample.ts';
import { makeFolder } from '../client/local/temp-lake.ts';
import { makeSample, small } from './sample-folder.ts';

describe('the same arguments', () => {
  it('make the same bytes', async () => {
    const first = await makeSample();
    const second = await makeSample();
    expect(await second.digest()).toBe(await first.digest());
  });

  it('make the bytes that they made on other machines', async () => {
    const sample = await makeSample({ badRatio: 0.05 });
    expect(await sample.digest()).toBe('daf211c33b06e5cf88d087fc3fa0e6598daa2c8e2e8cbe44edb5a2121b189e79');
  });

  it('with another seed make other bytes', async () => {
    const digests = [];
    for (const seed of [7, 8, -7, 7 + 2 ** 32]) digests.push(await (await makeSample({ seed })).digest());
    expect(new Set(digests).size).toBe(4);
  });
});

describe('files', () => {
  it('are one of bets a day, one of games and two of players, named by date', async () => {
    const sample = await makeSample();
    expect(await sample.list('bets')).toEqual(['2021-10-04.jsonl', '2021-10-05.jsonl', '2021-10-06.jsonl']);
    expect(await sample.list('players')).toEqual(['2021-10-04.jsonl', '2021-10-05.jsonl']);
    expect(await sample.list('games')).toEqual(['2021-10-04.jsonl']);
  });

  it('hold one players file where there is one day', async () => {
    const sample = await makeSample({ days: 1 });
    expect(await sample.list('players')).toEqual(['2021-10-04.jsonl']);
  });

  it.each([1, 2, 3, 4, 7, 40])(
    'of bets are %i where so many are asked for, with the same lines',
    async (files) => {
      const whole = await makeSample();
      const cut = await makeSample({ files });
      expect(await cut.list('bets')).toHaveLength(files);
      expect(await cut.bytes('bets')).toBe(await whole.bytes('bets'));
    },
  );

  it('begin with the date of their first day and sort in time', async () => {
    const sample = await makeSample({ days: 10, files: 4 });
    expect(await sample.list('bets')).toEqual([
      '2021-10-04_2021-10-05.jsonl',
      '2021-10-06_2021-10-08.jsonl',
      '2021-10-09_2021-10-10.jsonl',
      '2021-10-11_2021-10-13.jsonl',
    ]);
  });

  it('take bet times of every day and no other', async () => {
    const dates = new Set(
      (await (await makeSample()).read('bets')).map(({ row }) => row?.bet_dt?.slice(0, 10)),
    );
    dates.delete(undefined);
    expect([...dates].sort()).toEqual(['2021-10-04', '2021-10-05', '2021-10-06']);
  });

  it('are empty where no bets are asked for', async () => {
    const sample = await makeSample({ bets: 0 });
    expect(await sample.bytes('bets')).toBe('');
    expect(sample.summary.lines.bets).toBe(0);
  });
});

describe('the flat layout', () => {
  const readFlat = async (options = {}) => {
    const out = await makeFolder();
    const summary = await writeSample({ ...small, out, layout: 'flat', ...options });
    const names = (await readdir(out)).sort();
    const read = (name: string) => readFile(join(out, name), 'latin1');
    return { summary, names, bets: await read('bets.json'), players: await read('players.json') };
  };

  it('is three files named as the platform names them, the last line without an end', async () => {
    const { names, summary, bets, players } = await readFlat();
    expect(names).toEqual(['bets.json', 'games.json', 'players.json']);
    expect(summary.files.map(({ path }) => path)).toEqual(['players.json', 'games.json', 'bets.json']);
    expect(summary.files.at(-1)?.bytes).toBe(bets.length);
    for (const text of [bets, players]) expect(text.at(-1)).toBe('}');
  });

  it('holds the lines of the folders, bets newest first, more of them than are held at once', async () => {
    const size = { bets: 5000, badRatio: 0.01 };
    const flat = await readFlat(size);
    const folders = await makeSample(size);
    const lines = (await folders.bytes('bets')).split('\n').slice(0, -1);
    expect(flat.bets.length).toBeGreaterThan(2 * 1024 * 1024);
    expect(flat.bets.split('\n')).toEqual(lines.toReversed());
  });

  it('names the players of a later day after those of the first', async () => {
    const { players } = await readFlat({ badRatio: 0 });
    const folders = await makeSample({ badRatio: 0, oddities: false });
    const count = (await folders.bytes('players')).split('\n').length - 1;
    expect(players.split('\n')).toHaveLength(count);
  });

  it('is empty files where no bets are asked for', async () => {
    expect((await readFlat({ bets: 0 })).bets).toBe('');
  });
});

describe('without oddities', () => {
  it('no line restates another, is spelled otherwise or is of an unknown player or game', async () => {
    const sample = await makeSample({ oddities: false, badRatio: 0 });
    const lines = await sample.read('bets');
    expect(new Set(lines.map(({ row }) => row?.bet_id)).size).toBe(2000);
    expect(sample.summary.blankLines.bets).toBe(0);
    expect(lines.filter(({ line }) => !/^\{"bet_id": \d+, "bet_dt": .* (null|\d+)\}$/.test(line))).toEqual(
      [],
    );
    for (const [dataset, column] of [
      ['players', 'player_code'],
      ['games', 'game_id'],
    ] as const) {
      const known = new Set((await sample.read(dataset)).map(({ row }) => row?.[column]));
      expect(lines.filter(({ row }) => !known.has(row?.[column]))).toEqual([]);
    }
  });
});

describe('the summary', () => {
  it('counts the lines of every file, blank ones apart, and its bytes', async () => {
    const { summary, out } = await makeSample({ badRatio: 0.02 });
    expect(summary.lines.bets).toBe(2000);
    expect(summary.badLines.bets).toBe(40);
    expect(summary.blankLines.bets).toBeGreaterThan(0);
    for (const file of summary.files) {
      const lines = (await readFile(join(out, file.path), 'latin1')).split('\n').slice(0, -1);
      const blank = lines.filter((line) => line.trim() === '').length;
      expect([lines.length - blank, blank]).toEqual([file.lines, file.blankLines]);
      expect((await stat(join(out, file.path))).size).toBe(file.bytes);
    }
    expect(summary.bytes).toBe(summary.files.reduce((sum, { bytes }) => sum + bytes, 0));
  });

  it.each([1, 13, 1999])('counts exactly %i bets where so many are asked for', async (bets) => {
    const sample = await makeSample({ bets });
    expect(await sample.read('bets')).toHaveLength(bets);
    expect(sample.summary.lines.bets).toBe(bets);
  });
});

it('reports progress that rises to the number of bets', async () => {
  const { out } = await makeSample();
  const seen: number[] = [];
  await writeSample({ ...small, out }, ({ bets }) => seen.push(bets));
  expect(seen).toEqual([...seen].sort((a, b) => a - b));
  expect(seen.at(-1)).toBe(2000);
});

it('writes far more than 20,000 bets a second', async () => {
  const begun = performance.now();
  await makeSample({ bets: 60_000, players: 5_000 });
  expect(performance.now() - begun).toBeLessThan(3_000);
});
