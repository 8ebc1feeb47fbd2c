import { expect, test } from 'vitest';
import { replayNumbers, toOriginalKeys, toReplayKey } from '../../lambdas/core/replays.ts';

test.each([
  ['bets/2021-10-04.jsonl', 'bets/2021-10-04-replay-1.jsonl'],
  ['bets/a/x.json.gz', 'bets/a/x-replay-1.json.gz'],
  ['players/P.NDJSON', 'players/P-replay-1.NDJSON'],
  ['bets/x.y', 'bets/x.y-replay-1'],
])('a replay of %s lands as %s, and the two find each other', (original, replay) => {
  expect(toReplayKey(original, 1)).toBe(replay);
  if (/\.(jsonl?|ndjson)(\.gz)?$/i.test(replay)) expect(toOriginalKeys(replay)).toEqual([original]);
  // One more replay of what a replay still has refused is one of the same original.
  if (toOriginalKeys(replay).length > 0)
    expect(toReplayKey(replay, 91)).toBe(replay.replace('-replay-1', '-replay-91'));
});

test('replays sort after the day before and before their original, a later one after an earlier one', () => {
  const numbers: number[] = [];
  for (const number of replayNumbers()) {
    numbers.push(number);
    if (numbers.length === 30) break;
  }
  expect([...numbers.slice(0, 11), numbers[18]]).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 91, 92, 991]);
  const keys = [
    'bets/2021-10-03.jsonl',
    ...numbers.map((number) => toReplayKey('bets/2021-10-04.jsonl', number)),
    'bets/2021-10-04.jsonl',
  ];
  expect(keys.toSorted((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)))).toEqual(keys);
});

test.each(['bets/a.jsonl', 'bets/replay-1.jsonl', 'bets/a-replay-x.jsonl', 'bets/a-replay-1.csv'])(
  '%s is no replay',
  (key) => expect(toOriginalKeys(key)).toEqual([]),
);

test('a replay under a name of earlier versions may be of an original in gzip, too', () => {
  expect(toOriginalKeys('bets/a.replay-91.jsonl')).toEqual(['bets/a.jsonl', 'bets/a.jsonl.gz']);
});
