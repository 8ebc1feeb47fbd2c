import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmod, mkdir, readdir, readFile, symlink, truncate, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { lockLake } from '../../../client/local/lock.ts';
import { makeFolder } from './temp-lake.ts';

const now = new Date('2022-01-31T12:00:00Z');
const children = new Set<ChildProcess>();
afterEach(() => {
  for (const child of children) child.kill('SIGKILL');
  vi.doUnmock('fs-native-extensions');
});

/** Locks a lake in a process of its own, as another user where one is given; `line` is what that says. */
async function lockInChild(folder: string, uid?: number) {
  const script = fileURLToPath(new URL('lock-child.ts', import.meta.url));
  const child = spawn(process.execPath, ['--import', 'tsx', script, folder], {
    stdio: ['ignore', 'pipe', 'inherit'],
    ...(uid !== undefined && { uid, gid: uid }),
  });
  children.add(child);
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const line = await new Promise<string>((resolve) => createInterface(child.stdout).once('line', resolve));
  return { child, ended, line };
}

async function makeDatabase(path: string): Promise<void> {
  const instance = await DuckDBInstance.create(path);
  instance.closeSync();
}

describe('a lake can be opened whatever is in its lock', () => {
  test.each<[string, (path: string) => Promise<void>]>([
    ['nothing', (path) => writeFile(path, '')],
    ['random bytes', (path) => writeFile(path, randomBytes(20_000))],
    ['text', (path) => writeFile(path, 'somebody else wrote this')],
    ['the database that earlier versions locked', makeDatabase],
    [
      'that database with a wrong checksum',
      async (path) => {
        await makeDatabase(path);
        const bytes = await readFile(path);
        for (let at = 4096; at < 4160; at++) bytes[at] = 255 - (bytes[at] ?? 0);
        await writeFile(path, bytes);
      },
    ],
    [
      'the beginning of that database',
      async (path) => {
        await makeDatabase(path);
        await truncate(path, 6000);
      },
    ],
    ['a note of a process that was killed', (path) => writeFile(path, '{"pid":1}')],
  ])('%s', async (_, write) => {
    const folder = await makeFolder();
    const path = join(folder, 'lock');
    await write(path);
    const before = await readFile(path);
    for (let times = 0; times < 2; times++) (await lockLake(folder, now))();
    expect(await readFile(path)).toEqual(before);
    expect(await readdir(folder)).toEqual(['lock']);
  });

  test('and whatever is in the note of its holder', async () => {
    const folder = await makeFolder();
    const path = join(folder, 'lock-holder.json');
    await writeFile(path, 'x'.repeat(1000));
    (await lockLake(folder, now))();
    await mkdir(join(path, 'below'), { recursive: true });
    const unlock = await lockLake(folder, now);
    expect(JSON.parse(await readFile(path, 'utf8'))).toEqual({
      pid: process.pid,
      host: hostname(),
      since: now.toISOString(),
    });
    unlock();
    expect(await readdir(folder)).toEqual(['lock']);
  });
});

describe('what cannot be locked is named, with what to do', () => {
  test.each<[string, (path: string) => Promise<unknown>]>([
    ['a folder', (path) => mkdir(path)],
    ['a link to itself', (path) => symlink(path, path)],
    ['a link into a folder that is not there', (path) => symlink(join(path, '..', 'gone', 'lock'), path)],
  ])('%s in place of the lock', async (_, make) => {
    const folder = await makeFolder();
    await make(join(folder, 'lock'));
    await expect(lockLake(folder, now)).rejects.toThrow(
      `${join(folder, 'lock')}, on which a lake is locked, is not a file; it has no data of the lake: move it away, then run this again`,
    );
  });

  test.runIf(process.platform !== 'win32')('a pipe in place of the lock', async () => {
    const folder = await makeFolder();
    execFileSync('mkfifo', [join(folder, 'lock')]);
    await expect(lockLake(folder, now)).rejects.toThrow(/is not a file; .* move it away/);
  });

  test.runIf(process.platform !== 'win32')(
    'a lock of another user, or without the right to write',
    async () => {
      const folder = await makeFolder();
      const path = join(folder, 'lock');
      await writeFile(path, '');
      await chmod(folder, 0o777);
      await chmod(path, 0o444);
      const { line } = await lockInChild(folder, process.getuid?.() === 0 ? 65_534 : undefined);
      expect(line).toBe(
        `cannot lock the lake ${folder}: EACCES: permission denied, open '${path}'; run this as the user whose lake it is, or allow reading and writing ${path}`,
      );
      await chmod(path, 0o666);
      (await lockLake(folder, now))();
    },
  );

  test.each([
    ['ENOLCK', /its file system gives no locks \(ENOLCK\), .* choose a folder on a disk of this machine/],
    // What Windows says where another process holds the lock.
    ['EBUSY', /is being written by another process/],
  ])('a file system or system that says %s', async (code, message) => {
    vi.doMock('fs-native-extensions', () => ({
      tryLock() {
        throw Object.assign(new Error(code), { code });
      },
    }));
    await expect(lockLake(await makeFolder(), now)).rejects.toThrow(message);
  });

  test('a system that the lock is not built for', async () => {
    vi.doMock('fs-native-extensions', () => {
      throw new Error('Cannot find addon');
    });
    await expect(lockLake(await makeFolder(), now)).rejects.toThrow(
      /fs-native-extensions does not load on .*; run npm ci, and use Linux with glibc, macOS or Windows/,
    );
  });

  test('a folder that lies in a file', async () => {
    const file = join(await makeFolder(), 'file');
    await writeFile(file, '');
    await expect(lockLake(join(file, 'lake'), now)).rejects.toThrow(
      /cannot make or open a lake in .*ENOTDIR.*; make room, or choose a folder that may be written with --lake/,
    );
  });
});

describe('of two that write at once', () => {
  test('the second learns who holds the lake, where and since when, and what to do', async () => {
    const folder = await makeFolder();
    const { child, line } = await lockInChild(folder);
    expect(line).toBe('locked');
    const note = JSON.parse(await readFile(join(folder, 'lock-holder.json'), 'utf8')) as { since: string };
    const since = note.since.slice(0, 19).replace('T', ' ');
    await expect(lockLake(folder, now)).rejects.toThrow(
      `the lake ${folder} is being written by process ${child.pid} on ${hostname()} since ${since} UTC; wait until it has ended, or end it, then run this again`,
    );
    // The process that was refused leaves the holder's note and lock as they are.
    await expect(lockLake(folder, now)).rejects.toThrow(`process ${child.pid} on`);
  });

  test.each(['', 'random \u0000 bytes', '{"pid":"x"}'])(
    'the second learns of another process where the note of it is damaged: %j',
    async (text) => {
      const folder = await makeFolder();
      const unlock = await lockLake(folder, now);
      await writeFile(join(folder, 'lock-holder.json'), text);
      await expect(lockLake(folder, now)).rejects.toThrow(
        'is being written by another process; wait until it has ended',
      );
      unlock();
    },
  );

  test('one has the lake, of one process or of many', async () => {
    const folder = await makeFolder();
    const own = await Promise.allSettled([1, 2, 3].map(() => lockLake(folder, now)));
    const held = own.filter((outcome) => outcome.status === 'fulfilled');
    expect(held).toHaveLength(1);
    held[0]?.value();
    const lines = await Promise.all([1, 2, 3, 4].map(async () => (await lockInChild(folder)).line));
    expect(lines.filter((line) => line === 'locked')).toHaveLength(1);
    expect(lines.filter((line) => /is being written by /.test(line))).toHaveLength(3);
  });

  test('a killed one has left the lake free at once', async () => {
    const folder = await makeFolder();
    const { child, ended, line } = await lockInChild(folder);
    expect(line).toBe('locked');
    child.kill('SIGKILL');
    await ended;
    const unlock = await lockLake(folder, now);
    expect(JSON.parse(await readFile(join(folder, 'lock-holder.json'), 'utf8'))).toMatchObject({
      pid: process.pid,
    });
    unlock();
  });
});
