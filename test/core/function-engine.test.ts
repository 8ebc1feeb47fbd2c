import { describe, expect, it } from 'vitest';
import type { Engine, EngineOptions } from '../../lambdas/core/engine.ts';
import { openReopeningEngine } from '../../lambdas/core/function-engine.ts';

const options: EngineOptions = { threads: 1, memoryLimitMib: 64, tempDirectory: 'x', allowedDirectories: [] };

/** Starts engines that fail as the test sets, and numbers them. */
function makeOpen(faults: (Error | undefined)[]) {
  const opened: string[] = [];
  const open = async (): Promise<Engine> => {
    const number = opened.push('open');
    return {
      memoryLimitMib: 64,
      run: async () => {
        const fault = faults.shift();
        if (fault) throw fault;
      },
      rows: async () => [{ engine: number }],
      close: () => {
        opened[number - 1] = 'closed';
      },
    };
  };
  return { open, opened };
}

describe('the engine of a warm function', () => {
  it.each([
    'FATAL Error: Failed to load metadata pointer',
    'INTERNAL Error: Attempted to access index 3 within vector of size 3',
    'Invalid Error: database has been invalidated because of a previous fatal error',
  ])('is opened anew after %s, which fails one statement alone', async (message) => {
    const { open, opened } = makeOpen([new Error(message)]);
    const engine = await openReopeningEngine(options, open);
    await expect(engine.run('select 1')).rejects.toThrow(message);
    await engine.run('select 1');
    expect(await engine.rows('select 1')).toEqual([{ engine: 2 }]);
    expect(opened).toEqual(['closed', 'open']);
  });

  it('stays after an error that is the statement’s own', async () => {
    const { open, opened } = makeOpen([
      new Error('Out of Memory Error: failed to allocate'),
      new Error('Binder Error'),
    ]);
    const engine = await openReopeningEngine(options, open);
    for (const _ of [1, 2]) await expect(engine.run('select 1')).rejects.toThrow();
    expect(await engine.rows('select 1')).toEqual([{ engine: 1 }]);
    expect(opened).toEqual(['open']);
  });

  it('fails the next statement where it cannot be reopened, and is reopened by the one after', async () => {
    const fatal = new Error('FATAL Error: x');
    const { open } = makeOpen([fatal]);
    let failures = 1;
    let opens = 0;
    const engine = await openReopeningEngine(options, async () => {
      if (opens++ > 0 && failures-- > 0) throw new Error('FATAL Error: no memory to start with');
      return open();
    });
    await expect(engine.run('select 1')).rejects.toBe(fatal);
    await expect(engine.run('select 1')).rejects.toThrow('no memory to start with');
    await engine.run('select 1');
  });

  it('reports at the start that it cannot be opened', async () => {
    const failing = openReopeningEngine(options, () => Promise.reject(new Error('wrong architecture')));
    await expect(failing).rejects.toThrow('wrong architecture');
  });
});
