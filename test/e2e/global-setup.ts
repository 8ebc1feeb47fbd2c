import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { report } from '../aws/emulator/report.ts';
import { startForRun } from '../aws/emulator/start-for-run.ts';
import { startAthenaBridge } from '../trino/athena/athena-bridge.ts';
import { startTrino } from '../trino/server/start-trino.ts';

/**
 * Starts the emulator of AWS, Trino over its catalog and storage, and Athena's protocol before Trino: to a client
 * they are one account. All are stopped after the tests of this run, whatever became of them.
 */
export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  const stops: (() => Promise<void>)[] = [];
  const stopAll = async () => {
    for (const stop of stops.splice(0).reverse()) await stop();
  };
  try {
    const emulator = await startForRun(project);
    stops.push(emulator.stop);
    const { clientEnvironment, certificate, folder } = emulator;
    const trino = await startTrino(clientEnvironment.AWS_ENDPOINT_URL, join(folder, 'trino'), certificate);
    stops.push(trino.stop);
    const athena = await startAthenaBridge(trino);
    stops.push(athena.stop);
    process.env.AWS_ENDPOINT_URL_ATHENA = athena.url;
    report(`Trino is up: ${trino.url}, and Athena's protocol before it: ${athena.url}`);
    return stopAll;
  } catch (error) {
    await stopAll();
    throw error;
  }
}
