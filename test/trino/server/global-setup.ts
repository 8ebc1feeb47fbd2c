import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { report } from '../../aws/emulator/report.ts';
import { startPlainEmulator } from './start-plain-emulator.ts';
import { startTrino } from './start-trino.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** Where Trino is. */
    readonly trino: string;
  }
}

/**
 * Starts the emulator and Trino over it for all tests of this run, and stops both after them, whatever became
 * of them. The tests' processes find the emulator by their environment, as a client of AWS does.
 */
export default async function setUp({ provide }: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'betlake-trino-'));
  const stops: (() => Promise<void>)[] = [() => rm(folder, { recursive: true, force: true })];
  const stopAll = async () => {
    for (const stop of stops.splice(0).reverse()) await stop();
  };
  try {
    const emulator = await startPlainEmulator(join(folder, 'emulator'));
    stops.push(emulator.stop);
    const trino = await startTrino(emulator.url, join(folder, 'trino'));
    stops.push(trino.stop);
    report(`Trino is up: ${trino.url}, over the emulator: ${emulator.url}`);
    delete process.env.AWS_PROFILE;
    delete process.env.AWS_SESSION_TOKEN;
    Object.assign(process.env, toClientEnvironment(emulator.url, folder));
    provide('trino', trino.url);
    return async () => {
      await stopAll();
      report('Trino and the emulator are stopped');
    };
  } catch (error) {
    await stopAll();
    throw error;
  }
}

function toClientEnvironment(emulator: string, folder: string) {
  return {
    AWS_ENDPOINT_URL: emulator,
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_REGION: 'us-east-1',
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_CONFIG_FILE: join(folder, 'no-config'),
    AWS_SHARED_CREDENTIALS_FILE: join(folder, 'no-credentials'),
    NO_PROXY: '127.0.0.1',
    no_proxy: '127.0.0.1',
  };
}
