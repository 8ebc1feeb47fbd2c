import type { TestProject } from 'vitest/node';
import { notShownHere } from './not-shown-here.ts';
import { startForRun } from './start-for-run.ts';

/** Starts the emulator for all tests of this run, and stops it after them, whatever became of them. */
export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  const { stop } = await startForRun(project);
  return async () => {
    await stop();
    for (const each of notShownHere) process.stdout.write(`not shown here: ${each}\n`);
  };
}
