import { describe, it } from 'vitest';
import { useWorkbench } from '../../fake-aws/workbench.ts';
import type { BetLine } from '../history.ts';
import { playHistory } from '../play-history.ts';

describe('found by random histories: a refresh that goes on after its message has come to another', () => {
  const bench = useWorkbench();
  const line = { bet: 1, type: 1, cents: 1, event: null, status: null } satisfies Omit<BetLine, 'day'>;

  it('may publish a file that was replaced meanwhile, until the sweep sees it', () =>
    playHistory(bench(), [
      { do: 'land', key: 'bets/b.jsonl', lines: [{ ...line, day: '2021-01-01' }] },
      { do: 'land', key: 'bets/a.jsonl', lines: [{ ...line, day: '2020-12-30' }] },
      { do: 'settle' },
      { do: 'move', key: 'bets/a.jsonl', by: 1 },
      { do: 'convert', messages: 10, from: 'oldest' },
      { do: 'go', who: 0 },
      { do: 'rollup', messages: 10, from: 'newest' },
      { do: 'go', who: 0, calls: 8 },
      { do: 'land', key: 'bets/a.jsonl', lines: [] },
    ]));
});
