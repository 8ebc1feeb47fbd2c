import { describe, inject, it } from 'vitest';
import { useWorkbench } from '../../fake-aws/workbench.ts';
import { expectHistories } from '../expect-histories.ts';

describe('random histories by the thousand', () => {
  const bench = useWorkbench();

  it('leave every line counted once', async () => {
    await expectHistories(bench(), inject('search'), (line) => process.stderr.write(`${line}\n`));
  });
});
