import { describe, it } from 'vitest';
import { useWorkbench } from '../../fake-aws/workbench.ts';
import { playHistory } from '../play-history.ts';

describe('found by random histories: a file all of whose bets are before a first date that has moved', () => {
  const bench = useWorkbench();

  it('loses its rows, as a file loses some of them', () =>
    playHistory(bench(), [
      { do: 'query always' },
      { do: 'deploy', what: 'rollup', settings: 1 },
      {
        do: 'land',
        key: 'bets/a.jsonl',
        lines: [{ bet: 1, day: '2020-12-30', type: 1, cents: 1, event: null, status: null }],
      },
    ]));
});
