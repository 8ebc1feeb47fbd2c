import { describe, it } from 'vitest';
import { useWorkbench } from '../../fake-aws/workbench.ts';
import { playHistory } from '../play-history.ts';

describe('found by random histories: a version that is refused after the one before it was taken out', () => {
  const bench = useWorkbench();

  it('brings back nothing of it', () =>
    playHistory(bench(), [
      { do: 'land', key: 'bets/a.jsonl', lines: [] },
      { do: 'convert', messages: 10, from: 'oldest' },
      { do: 'go', who: 0, calls: 4 },
      { do: 'unload', key: 'bets/a.jsonl' },
      { do: 'land', key: 'bets/a.jsonl', lines: ['bad'] },
      { do: 'go', who: 0, calls: 2, fate: 'crash' },
    ]));
});
