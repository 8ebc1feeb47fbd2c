import { describe, it } from 'vitest';
import { useWorkbench } from '../../fake-aws/workbench.ts';
import { playHistory } from '../play-history.ts';

describe('found by random histories: a version that an old converter refuses beside one without rows', () => {
  const bench = useWorkbench();

  it('is read again by the new converter, though no file names the old one', () =>
    playHistory(bench(), [
      { do: 'deploy', what: 'convert', settings: 1 },
      { do: 'land', key: 'bets/b.jsonl', lines: [] },
      { do: 'convert', messages: 10, from: 'oldest' },
      { do: 'go', who: 0, calls: 2 },
      { do: 'deploy', what: 'rollup', settings: 0 },
      {
        do: 'land',
        key: 'bets/b.jsonl',
        lines: [{ bet: 1, day: '2020-12-31', type: 1, cents: 1, event: null, status: null }],
      },
      { do: 'go', who: 0, calls: 3 },
    ]));
});
