import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, open, readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Certificate, makeCertificate } from './certificate.ts';
import { toClientEnvironment, toServerEnvironment } from './environment.ts';
import { signalGroup } from './run-program.ts';

/** A running emulator. */
export interface Emulator {
  /** What its clients must find in their environment. */
  readonly clientEnvironment: ReturnType<typeof toClientEnvironment>;
  /** The file of the certificate that it shows. */
  readonly certificate: string;
  /** Its log, with the functions' output. */
  readonly log: string;
  stop(): Promise<void>;
}

/**
 * Starts the emulator on a free port of 127.0.0.1, in a process group of its own.
 *
 * @param python has the emulator installed
 * @param folder is its own; empty at first
 * @throws Error with its log, where it does not come up
 */
export async function startEmulator(python: string, folder: string): Promise<Emulator> {
  const certificate = await makeCertificate(folder);
  const port = await findFreePort();
  await mkdir(join(folder, 'tmp'));
  await writeNode(join(folder, 'bin'));
  const log = join(folder, 'emulator.log');
  const file = await open(log, 'w');
  const env = toServerEnvironment(port, certificate, folder);
  const stdio = ['ignore', file.fd, file.fd] as const;
  const child = spawn(python, ['-m', 'ministack'], { env, cwd: folder, detached: true, stdio: [...stdio] });
  const stopAtExit = () => signalGroup(child, 'SIGKILL');
  process.once('exit', stopAtExit);
  await file.close();
  const stop = async () => {
    await stopEmulator(child);
    process.removeListener('exit', stopAtExit);
  };
  try {
    await waitUntilUp(child, port, certificate);
  } catch (error) {
    await stop();
    throw new Error(`the emulator did not come up:\n${await readFile(log, 'utf8')}`, { cause: error });
  }
  const clientEnvironment = toClientEnvironment(port, certificate, folder);
  return { clientEnvironment, certificate: certificate.certificate, log, stop };
}

/** It takes its time to go; whatever it started goes with it at the latest then. */
async function stopEmulator(child: ChildProcess): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) {
    const ended = once(child, 'exit');
    signalGroup(child, 'SIGTERM');
    await Promise.race([ended, sleep(10_000, undefined, { ref: false })]);
  }
  signalGroup(child, 'SIGKILL');
}

/**
 * The `node` that the emulator runs functions with: each process has a temporary folder of its own, as in Lambda,
 * where all of them would share the machine's.
 */
async function writeNode(folder: string): Promise<void> {
  await mkdir(folder);
  const path = join(folder, 'node');
  await writeFile(path, `#!/bin/sh\nTMPDIR=$(mktemp -d) exec '${process.execPath}' "$@"\n`);
  await chmod(path, 0o755);
}

async function findFreePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  if (address === null || typeof address === 'string') throw new Error('expected a port');
  return address.port;
}

async function waitUntilUp(child: ChildProcess, port: number, certificate: Certificate): Promise<void> {
  const ca = await readFile(certificate.certificate);
  for (let tries = 0; ; tries++) {
    if (child.exitCode !== null) throw new Error(`it ended with ${child.exitCode}`);
    try {
      return await checkHealth(port, ca);
    } catch (error) {
      if (tries >= 150) throw error;
      await sleep(200);
    }
  }
}

async function checkHealth(port: number, ca: Buffer): Promise<void> {
  const { get } = await import('node:https');
  const request = get({ host: '127.0.0.1', port, path: '/_ministack/health', ca, timeout: 5000 });
  const [response] = await once(request, 'response');
  response.resume();
  if (response.statusCode !== 200) throw new Error(`it responds with ${response.statusCode}`);
}
