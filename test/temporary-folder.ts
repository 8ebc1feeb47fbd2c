import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * Gives a run of tests a folder of its own for everything temporary, its own processes' and the engine's as well,
 * and removes it when the run has ended. Test files share modules, so none of them could tell when it was the last.
 */
export default async function setUp(): Promise<() => Promise<void>> {
  const former = process.env.TMPDIR;
  const folder = await mkdtemp(join(tmpdir(), 'betlake-run-'));
  // As the system's own: other users' processes are among the tests.
  await chmod(folder, 0o1777);
  process.env.TMPDIR = folder;
  return async () => {
    if (former === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = former;
    await rm(folder, { recursive: true, force: true, maxRetries: 3 });
  };
}
