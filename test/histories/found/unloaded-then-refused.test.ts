import { describe, it } from 'vitest';
import { useWorkbench } from '../../fake-aws/workbench.ts';
import { playHistory } from '../play-history.ts';

describe('found by random histories: a version is taken out that other settings would refuse', () => {
  const bench = useWorkbench();

  it('stays as it is, because what was taken out is not read again', () =>
    playHistory(bench(), [
      { do: 'deploy', what: 'rollup', settings: 1 },
      {
        do: 'land',
        key: 'bets/a.jsonl',
        lines: [{ bet: 1, day: '2021-01-01', type: 1, cents: 1, event: null, status: null }],
      },
      { do: 'move', key: 'bets/a.jsonl', by: 1 },
      { do: 'move', key: 'bets/a.jsonl', by: 1 },
      { do: 'convert', messages: 10, from: 'oldest' },
      { do: 'go', who: 0, calls: 0 },
      { do: 'unload', key: 'bets/a.jsonl' },
    ]));
});
