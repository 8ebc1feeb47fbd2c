import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { queryTrino } from '../query-trino.ts';
import { findJava } from './find-java.ts';
import { installTrino } from './install-trino.ts';
import { makeTrustStore } from './make-trust-store.ts';
import type { Started } from './start-plain-emulator.ts';
import { findFreePort, startServer } from './start-server.ts';
import {
  catalogName,
  javaOptions,
  toCatalogSettings,
  toProperties,
  toServerSettings,
} from './trino-settings.ts';

/**
 * Starts Trino over the emulator's Glue and S3, and waits until it can run a query.
 *
 * @param emulator the emulator's address
 * @param folder is its own; empty at first
 * @param certificate the file of the certificate that the emulator shows. @default it shows none
 */
export async function startTrino(emulator: string, folder: string, certificate?: string): Promise<Started> {
  const installed = await installTrino();
  const java = await findJava();
  const port = await findFreePort();
  const url = `http://127.0.0.1:${port}`;
  const catalogs = join(folder, 'catalog');
  const config = join(folder, 'config.properties');
  await mkdir(catalogs, { recursive: true });
  const plugins = join(installed, 'plugin');
  const trust = certificate === undefined ? [] : await makeTrustStore(java, certificate, folder);
  await writeFile(config, toProperties(toServerSettings(port, { plugins, catalogs })));
  await writeFile(join(catalogs, `${catalogName}.properties`), toProperties(toCatalogSettings(emulator)));
  const node = {
    'node.environment': 'test',
    'node.id': 'test-1',
    'node.data-dir': join(folder, 'data'),
    'node.bind-ip': '127.0.0.1',
    'node.internal-address': '127.0.0.1',
  };
  const stop = await startServer('Trino', {
    program: java,
    args: [
      ...javaOptions,
      ...trust,
      `-Dconfig=${config}`,
      ...Object.entries(node).map(([name, value]) => `-D${name}=${value}`),
      '-cp',
      join(installed, 'lib', '*'),
      'io.trino.server.TrinoServer',
    ],
    env: { PATH: process.env.PATH, HOME: folder },
    cwd: folder,
    log: join(folder, 'trino.log'),
    seconds: 180,
    // It says that it is up some seconds before a query can be run.
    check: async () => {
      await queryTrino({ url, schema: 'information_schema' }, 'select * from schemata limit 1');
    },
  });
  return { url, stop };
}
