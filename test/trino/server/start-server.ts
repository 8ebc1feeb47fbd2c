import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { open, readFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { signalGroup } from '../../aws/emulator/run-program.ts';

export interface ServerOptions {
  readonly program: string;
  readonly args: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  readonly cwd: string;
  /** The file it prints to. */
  readonly log: string;
  /** How long it may take to come up. */
  readonly seconds: number;
  /** Throws while it is not up. */
  readonly check: () => Promise<void>;
}

/**
 * Starts a server in a process group of its own and waits until it is up.
 *
 * @returns what stops it and all that it started
 * @throws Error with the end of its log, where it does not come up
 */
export async function startServer(name: string, options: ServerOptions): Promise<() => Promise<void>> {
  const { program, args, env, cwd, log, seconds, check } = options;
  const file = await open(log, 'w');
  const child = spawn(program, args, { env, cwd, detached: true, stdio: ['ignore', file.fd, file.fd] });
  const stopAtExit = () => signalGroup(child, 'SIGKILL');
  process.once('exit', stopAtExit);
  child.once('error', () => undefined);
  await file.close();
  const hasEnded = () => child.exitCode !== null || child.signalCode !== null || child.pid === undefined;
  const stop = async () => {
    if (!hasEnded()) {
      const ended = once(child, 'exit');
      signalGroup(child, 'SIGTERM');
      await Promise.race([ended, sleep(10_000, undefined, { ref: false })]);
    }
    signalGroup(child, 'SIGKILL');
    process.removeListener('exit', stopAtExit);
  };
  const began = Date.now();
  for (;;) {
    try {
      await check();
      return stop;
    } catch (error) {
      if (!hasEnded() && Date.now() - began < seconds * 1000) {
        await sleep(200);
        continue;
      }
      const printed = (await readFile(log, 'utf8')).slice(-tailCharacters);
      await stop();
      throw new Error(`${name} did not come up:\n${printed}`, { cause: error });
    }
  }
}

/** A port of 127.0.0.1 that nobody listens on. */
export async function findFreePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('expected a port');
  return address.port;
}

const tailCharacters = 6000;
