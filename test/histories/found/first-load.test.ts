import { describe, it } from 'vitest';
import { useWorkbench } from '../../fake-aws/workbench.ts';
import type { BetLine } from '../history.ts';
import { playHistory } from '../play-history.ts';

describe('found by random histories: the days of a file that has landed for the first time', () => {
  const bench = useWorkbench();
  const friday = { bet: 3, day: '2021-01-01', type: 1, cents: 1, event: null } satisfies BetLine;
  const monday = { ...friday, day: '2021-01-04' };

  it('may be seen one before another, where another file had it rolled up first', () =>
    playHistory(bench(), [
      { do: 'query always' },
      { do: 'land', key: 'bets/b.jsonl', lines: [friday, 'bad', monday] },
      { do: 'convert', messages: 10, from: 'oldest' },
      { do: 'go', who: 0, calls: 7 },
      { do: 'land', key: 'bets/a.jsonl', lines: [{ ...monday, bet: 1 }] },
      { do: 'convert', messages: 10, from: 'oldest' },
      { do: 'go', who: 0 },
    ]));
});
