import { expect, test } from 'vitest';
import { describeRivals } from '../../../client/local/rival-names.ts';

const original = 'bets/2021-10-04.jsonl';

test.each([
  ['bets/2021-10-04-corrected.jsonl', original],
  ['bets/2021-10-04 (2).jsonl', original],
  ['bets/2021-10-04.1.jsonl.gz', original],
  ['bets/2021-10-04 - Copy.jsonl', original],
  ['bets/2021-10-04_v2.json', 'bets/2021-10-04_v2.json'],
  ['bets/2021-10-04_corrected.jsonl', 'bets/2021-10-04_corrected.jsonl'],
])('%s beside its original: the rows of %s count', (rival, winner) => {
  for (const changed of [rival, original]) {
    const [note, ...more] = describeRivals([changed], [original, rival]);
    expect(note).toContain(`${original} and ${rival} look like a file and its correction`);
    expect(note).toContain(`that of ${winner} counts`);
    expect(note?.includes(`ingest it in place of ${original}`)).toBe(winner === original);
    expect(more).toEqual([]);
  }
  expect(describeRivals([], [original, rival])).toEqual([]);
});

test.each([
  ['bets/2021-10-04.jsonl', 'bets/2021-10.jsonl'],
  ['bets/2021-10-04-13.jsonl', original],
  ['bets/2021-10-04-vip.jsonl', original],
  ['bets/2021-10-04-replay-1.jsonl', original],
  ['bets/more/2021-10-04 (2).jsonl', original],
  ['bets/export-2.json', 'bets/export-1.json'],
])('%s and %s are two files', (one, other) => {
  expect(describeRivals([one, other], [one, other])).toEqual([]);
});
