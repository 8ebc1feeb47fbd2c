import { rmSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { installEmulator } from './install-emulator.ts';
import { report } from './report.ts';
import { type Emulator, startEmulator } from './start-emulator.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** The Python that has boto3. */
    readonly python: string;
    /** A folder that goes when the run ends. */
    readonly folder: string;
    readonly emulatorLog: string;
  }
}

/** The emulator of a run, and the folder that goes when the run ends. */
export interface RunEmulator extends Emulator {
  readonly folder: string;
}

/**
 * Starts the emulator for all tests of this run. The tests' processes get its address and whom to trust by their
 * environment, as a client of AWS does. Whoever sets up the run stops it.
 *
 * @throws Error where this machine cannot run it
 */
export async function startForRun({ provide }: TestProject): Promise<RunEmulator> {
  if (process.platform !== 'linux') {
    throw new Error(
      `the functions run here with their binding for Linux: expected linux, got ${process.platform}`,
    );
  }
  const python = await installEmulator();
  const folder = await mkdtemp(join(tmpdir(), 'betlake-aws-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  const emulator = await startEmulator(python, folder);
  const { clientEnvironment, log } = emulator;
  report(`the emulator is up, in strict mode: ${clientEnvironment.AWS_ENDPOINT_URL}`);
  delete process.env.AWS_PROFILE;
  delete process.env.AWS_SESSION_TOKEN;
  Object.assign(process.env, clientEnvironment);
  provide('python', python);
  provide('folder', folder);
  provide('emulatorLog', log);
  return {
    ...emulator,
    folder,
    async stop() {
      await emulator.stop();
      report('the emulator is stopped');
    },
  };
}
