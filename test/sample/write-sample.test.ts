import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { writeSample } from '../../sample/write-sample.ts';
import { makeSample, small } from './sample-folder.ts';

describe('the same arguments', () => {
  it('make the same bytes', async () => {
    const first = await makeSample();
    const second = await makeSample();
    expect(await second.digest()).toBe(await first.digest());
  });

  it('make the bytes that they made on other machines', async () => {
    const sample = await makeSample({ badRatio: 0.05 });
    expect(await sample.digest()).toBe('0960b5e527f17b9c9756d75be5cf7c711c778fee07446aa43df281cab1430fce');
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
