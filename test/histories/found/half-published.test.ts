import { describe, it } from 'vitest';
import { useWorkbench } from '../../fake-aws/workbench.ts';
import { playHistory } from '../play-history.ts';

describe('found by random histories: a refresh that stops between its two publications', () => {
  const bench = useWorkbench();

  it('has not shown a load, though the table of bets is as the ledger has it', () =>
    playHistory(bench(), [
      {
        do: 'land',
        key: 'bets/a.jsonl',
        lines: [{ bet: 1, day: '2021-01-04', type: 1, cents: 1, event: null }],
      },
      { do: 'convert', messages: 10, from: 'oldest' },
      { do: 'go', who: 0 },
      { do: 'rollup', messages: 10, from: 'oldest' },
      { do: 'go', who: 0, calls: 9 },
      { do: 'land', key: 'bets/a.jsonl', lines: [] },
    ]));
});
