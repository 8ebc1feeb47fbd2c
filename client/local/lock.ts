import { closeSync, fstatSync, lstatSync, openSync, rmSync, type Stats, writeFileSync } from 'node:fs';
import { mkdir, readFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import * as z from 'zod';
import { BetlakeError } from '../../lambdas/core/errors.ts';

/** The file that is locked. Its content means nothing, is never read and never written. */
export const lockName = 'lock';

/** Who holds the lock, for messages. A file of its own: Windows lets nobody else read a file that is locked. */
export const lockHolderName = 'lock-holder.json';

const holderNote = z.object({ pid: z.number().int(), host: z.string(), since: z.iso.datetime() });

/**
 * Keeps a second writer out of a lake while one is at work, making the lake's folder where there is none. The lock is
 * the operating system's own, on a file that is held open, so it ends with its process, however that ends.
 *
 * @returns a function that releases the lock
 * @throws BetlakeError naming the process that holds the lake, or what keeps the lock from being taken
 */
export async function lockLake(root: string, now: Date): Promise<() => void> {
  const tryLock = await loadTryLock(root);
  const descriptor = await openLockFile(root);
  try {
    if (!takeLock(tryLock, descriptor, root)) throw await explainHeld(root);
  } catch (error) {
    closeSync(descriptor);
    throw error;
  }
  noteHolder(root, { pid: process.pid, host: hostname(), since: now.toISOString() });
  return () => {
    noteHolder(root, undefined);
    closeSync(descriptor);
  };
}

type TryLock = (descriptor: number) => boolean;

/** Imported only here: that takes some 20 ms, which commands that only read need not wait for. */
async function loadTryLock(root: string): Promise<TryLock> {
  try {
    return (await import('fs-native-extensions')).tryLock;
  } catch (error) {
    throw new BetlakeError(
      `cannot lock the lake ${root}: fs-native-extensions does not load on ${process.platform} ${process.arch} (${toReason(error)}); run npm ci, and use Linux with glibc, macOS or Windows, on x64 or arm64`,
      { cause: error },
    );
  }
}

async function openLockFile(root: string): Promise<number> {
  const path = join(root, lockName);
  let descriptor: number;
  try {
    await mkdir(root, { recursive: true });
    descriptor = openSync(path, 'a+');
  } catch (error) {
    throw explainUnopened(error, root);
  }
  if (fstatSync(descriptor).isFile()) return descriptor;
  closeSync(descriptor);
  throw explainNoFile(path);
}

function takeLock(tryLock: TryLock, descriptor: number, root: string): boolean {
  try {
    return tryLock(descriptor);
  } catch (error) {
    // The code on Windows where another process holds the lock.
    if (toCode(error) === 'EBUSY') return false;
    throw new BetlakeError(
      `cannot lock the lake ${root}: its file system gives no locks (${toReason(error)}), and without one two processes could write to the lake at once; choose a folder on a disk of this machine with --lake`,
      { cause: error },
    );
  }
}

/** Notes who holds the lock, or that nobody does. The lock is held though no note can be written, as on a full disk. */
function noteHolder(root: string, holder: z.infer<typeof holderNote> | undefined): void {
  const path = join(root, lockHolderName);
  try {
    rmSync(path, { recursive: true, force: true });
    if (holder) writeFileSync(path, `${JSON.stringify(holder)}\n`);
  } catch {
    // A process that cannot get the lock then reports another process, without its number.
  }
}

async function explainHeld(root: string): Promise<BetlakeError> {
  const holder = await readFile(join(root, lockHolderName), 'utf8')
    .then((text) => holderNote.parse(JSON.parse(text)))
    .catch(() => undefined);
  const since = holder?.since.slice(0, 19).replace('T', ' ');
  const who = holder ? `process ${holder.pid} on ${holder.host} since ${since} UTC` : 'another process';
  return new BetlakeError(
    `the lake ${root} is being written by ${who}; wait until it has ended, or end it, then run this again`,
  );
}

function explainUnopened(error: unknown, root: string): BetlakeError {
  const path = join(root, lockName);
  const found = findEntry(path);
  if (found && !found.isFile()) return explainNoFile(path);
  if (found && ['EACCES', 'EPERM'].includes(toCode(error)))
    return new BetlakeError(
      `cannot lock the lake ${root}: ${toReason(error)}; run this as the user whose lake it is, or allow reading and writing ${path}`,
      { cause: error },
    );
  return new BetlakeError(
    `cannot make or open a lake in ${root}: ${toReason(error)}; make room, or choose a folder that may be written with --lake`,
    { cause: error },
  );
}

/** Undefined where nothing is there, or where its folder may not be read. */
function findEntry(path: string): Stats | undefined {
  try {
    return lstatSync(path);
  } catch {
    return undefined;
  }
}

function explainNoFile(path: string): BetlakeError {
  return new BetlakeError(
    `${path}, on which a lake is locked, is not a file; it has no data of the lake: move it away, then run this again`,
  );
}

function toReason(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function toCode(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}
