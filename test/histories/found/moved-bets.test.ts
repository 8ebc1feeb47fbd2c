import { describe, it } from 'vitest';
import { useWorkbench } from '../../fake-aws/workbench.ts';
import type { BetLine } from '../history.ts';
import { playHistory } from '../play-history.ts';

describe('found by random histories: a bet that moves from one day to another', () => {
  const bench = useWorkbench();
  const friday = { bet: 1, day: '2021-01-01', type: 1, cents: 100, event: null } satisfies BetLine;
  const monday = { ...friday, day: '2021-01-04' };

  it('is seen on each day as the files of that day have it, where another file had the new day refreshed first', () =>
    playHistory(bench(), [
      { do: 'query always' },
      { do: 'land', key: 'bets/a.jsonl', lines: [friday] },
      { do: 'settle' },
      { do: 'land', key: 'bets/a.jsonl', lines: [monday] },
      { do: 'land', key: 'bets/b.jsonl', lines: [{ ...monday, bet: 2 }] },
      { do: 'convert', messages: 10, from: 'oldest' },
      { do: 'go', who: 0 },
      { do: 'rollup', messages: 1, from: 'newest' },
      { do: 'go', who: 0 },
    ]));

  it('is seen on each day as the files of that day have it, where its file was replaced between two refreshes', () =>
    playHistory(bench(), [
      { do: 'query always' },
      { do: 'land', key: 'bets/a.jsonl', lines: [friday] },
      {
        do: 'land',
        key: 'bets/b.jsonl',
        lines: [
          { ...friday, bet: 2 },
          { ...monday, bet: 3 },
        ],
      },
      { do: 'convert', messages: 10, from: 'oldest' },
      { do: 'go', who: 0 },
      { do: 'rollup', messages: 10, from: 'oldest' },
      { do: 'go', who: 0, calls: 6 },
      { do: 'land', key: 'bets/a.jsonl', lines: [monday] },
      { do: 'convert', messages: 10, from: 'oldest' },
      { do: 'go', who: 0 },
    ]));
});
