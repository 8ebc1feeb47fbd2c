import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';

const prefix = 'betlake-run-';

/**
 * Gives a run of tests a folder of its own for everything temporary, its own processes' and the engine's as well,
 * and removes it when the run has ended. Test files share modules, so none of them could tell when it was the last.
 * Projects that run together share the folder of the first.
 */
export default async function setUp(): Promise<(() => Promise<void>) | undefined> {
  const former = process.env.TMPDIR;
  if (former !== undefined && basename(former).startsWith(prefix)) return undefined;
  const folder = await mkdtemp(join(tmpdir(), prefix));
  // As the system's own: other users' processes are among the tests.
  await chmod(folder, 0o1777);
  process.env.TMPDIR = folder;
  return async () => {
    if (former === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = former;
    await rm(folder, { recursive: true, force: true, maxRetries: 3 });
  };
}
