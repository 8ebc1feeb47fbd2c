import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { report } from '../../aws/emulator/report.ts';
import { type Started, startPlainEmulator } from './start-plain-emulator.ts';
import { startTrino } from './start-trino.ts';

/**
 * Starts the emulator and Trino over it, and points this process and its children at the emulator, as a client
 * of AWS finds its endpoint: by the environment.
 *
 * @returns where Trino is, and what stops both
 * @throws Error saying what is missing on this machine; then nothing is left running
 */
export async function startTrinoOverEmulator(): Promise<Started> {
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
    return {
      url: trino.url,
      async stop() {
        await stopAll();
        report('Trino and the emulator are stopped');
      },
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
