import { describe, it } from 'vitest';
import { useWorkbench } from '../../fake-aws/workbench.ts';
import { playHistory } from '../play-history.ts';

describe('found by random histories: a version that counts because the newest one is refused', () => {
  const bench = useWorkbench();

  it('keeps the rows that it had when it was read, wherever the first date moves', () =>
    playHistory(bench(), [
      {
        do: 'land',
        key: 'bets/a.jsonl',
        lines: [{ bet: 1, day: '2020-12-30', type: 1, cents: 1, event: null, status: null }],
      },
      { do: 'convert', messages: 10, from: 'oldest' },
      { do: 'go', who: 0 },
      { do: 'land', key: 'bets/a.jsonl', lines: ['bad'] },
      { do: 'deploy', what: 'rollup', settings: 1 },
    ]));
});
