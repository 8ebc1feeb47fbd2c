import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { installEmulator } from '../../aws/emulator/install-emulator.ts';
import { findFreePort, startServer } from './start-server.ts';

/** A running server and where it is. */
export interface Started {
  /** `http://127.0.0.1:<port>` */
  readonly url: string;
  stop(): Promise<void>;
}

/**
 * Starts the emulator of AWS without TLS and without checks of rights, which have a tier of their own: here it
 * is Trino's catalog and storage.
 *
 * @param folder is its own; empty at first
 */
export async function startPlainEmulator(folder: string): Promise<Started> {
  const python = await installEmulator();
  const port = await findFreePort();
  const url = `http://127.0.0.1:${port}`;
  await mkdir(join(folder, 'tmp'), { recursive: true });
  const inherited = Object.entries(process.env).filter(([name]) => !/^(AWS|CDK|VITEST|NODE)_/.test(name));
  const stop = await startServer('the emulator', {
    program: python,
    args: ['-m', 'ministack'],
    env: {
      ...Object.fromEntries(inherited),
      BIND_HOST: '127.0.0.1',
      MINISTACK_HOST: '127.0.0.1',
      GATEWAY_PORT: String(port),
      IOT_MTLS_ENABLED: '0',
      LAMBDA_EXECUTOR: 'local',
      TMPDIR: join(folder, 'tmp'),
    },
    cwd: folder,
    log: join(folder, 'emulator.log'),
    seconds: 60,
    async check() {
      const { status } = await fetch(`${url}/_ministack/health`);
      if (status !== 200) throw new Error(`it responds with ${status}`);
    },
  });
  return { url, stop };
}
