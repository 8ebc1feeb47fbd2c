import { rmSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { installEmulator } from './install-emulator.ts';
import { notShownHere } from './not-shown-here.ts';
import { report } from './report.ts';
import { startEmulator } from './start-emulator.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** The Python that has boto3. */
    readonly python: string;
    /** A folder that goes when the run ends. */
    readonly folder: string;
    readonly emulatorLog: string;
  }
}

/**
 * Starts the emulator for all tests of this run, and stops it after them, whatever became of them. The tests'
 * processes get its address and whom to trust by their environment, as a client of AWS does.
 */
export default async function setUp({ provide }: TestProject): Promise<() => Promise<void>> {
  if (process.platform !== 'linux') {
    throw new Error(
      `the functions run here with their binding for Linux: expected linux, got ${process.platform}`,
    );
  }
  const python = await installEmulator();
  const folder = await mkdtemp(join(tmpdir(), 'betlake-aws-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  const { clientEnvironment, log, stop } = await startEmulator(python, folder);
  report(`the emulator is up, in strict mode: ${clientEnvironment.AWS_ENDPOINT_URL}`);
  delete process.env.AWS_PROFILE;
  delete process.env.AWS_SESSION_TOKEN;
  Object.assign(process.env, clientEnvironment);
  provide('python', python);
  provide('folder', folder);
  provide('emulatorLog', log);
  return async () => {
    await stop();
    report('the emulator is stopped');
    for (const each of notShownHere) process.stdout.write(`not shown here: ${each}\n`);
  };
}
