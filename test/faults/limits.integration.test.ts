import { spawn } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { FolderStore } from '../../client/local/folder-store.ts';
import { sweepUnnamedFiles } from '../../lambdas/sweep/sweep-unnamed-files.ts';
import { expectInvariants, readRecords } from '../fake-aws/expect-invariants.ts';
import { FakeCloudLake, toBytes } from '../fake-aws/fake-cloud-lake.ts';
import { poll } from '../fake-aws/poll-queue.ts';
import { useWorkbench } from '../fake-aws/workbench.ts';
import { stake, sunday } from './rows.ts';

describe('entry 8: the limits of a function', () => {
  const bench = useWorkbench();
  const key = 'bets/a.jsonl';

  it('end a load by its own deadline before the function is stopped, and it is delivered again', async () => {
    const cloud = new FakeCloudLake(bench());
    await cloud.settle();
    cloud.land(key, [stake(1)]);
    let hasResponded = false;
    cloud.calls.hook = async ({ operation, bucket, when }) => {
      if (operation !== 'GetObject' || bucket !== 'landing' || when === 'before') return;
      await sleep(400);
      hasResponded = true;
    };
    // What is kept back, and a tenth of a second; the clock does not move otherwise.
    const remaining = [15_100];
    const remainingMs = () => remaining.shift() ?? 60_000;
    expect(await poll(cloud.landingQueue, cloud.convert, { remainingMs })).toMatchObject({ failed: 1 });
    expect(hasResponded).toBe(false);
    expect(cloud.telemetry.lines.at(-1)).toMatchObject({ error_name: 'TimeoutError' });
    expect(await readRecords(cloud)).toEqual(new Map());
    await sleep(400);
    cloud.calls.hook = undefined;
    await cloud.settle();
    await expectInvariants(cloud);
  });

  it('leave what there is no time to begin for the next run', async () => {
    const cloud = new FakeCloudLake(bench());
    await cloud.settle();
    for (const name of ['a', 'b', 'c']) cloud.land(`bets/${name}.jsonl`, [stake(name.charCodeAt(0))]);
    const remaining = [60_000, 60_000, 19_000, 19_000];
    const remainingMs = () => remaining.shift() ?? 0;
    expect(await poll(cloud.landingQueue, cloud.convert, { remainingMs })).toMatchObject({
      received: 3,
      failed: 2,
    });
    expect((await readRecords(cloud)).size).toBe(1);
    await cloud.settle();
    expect([...cloud.landingDead.bodies, ...cloud.refreshDead.bodies]).toEqual([]);
    await expectInvariants(cloud);
  });

  it('refuse an object by its size before a byte of it is read, and keep what it had loaded', async () => {
    const cloud = new FakeCloudLake(bench(), { limits: { maxObjectBytes: 1000 } });
    const small = cloud.land(key, [stake(1)]);
    await cloud.settle();
    cloud.land(
      key,
      [1, 2, 3, 4, 5, 6].map((betId) => stake(betId, sunday)),
    );
    const operations: string[] = [];
    cloud.calls.hook = ({ operation, bucket, when }) => {
      if (bucket === 'landing' && when === 'before') operations.push(operation);
    };
    await cloud.settle();
    cloud.calls.hook = undefined;
    expect(operations).not.toContain('GetObject');
    expect(cloud.telemetry.sum('FailedLoads')).toBe(1);
    expect((await readRecords(cloud)).get(key)).toMatchObject({ status: 'failed', error_code: 'too_big' });
    await expectInvariants(cloud, {
      objects: [{ key, bytes: small.body, lastModified: small.lastModified }],
    });
    expect(cloud.telemetry.sum('FailedLoads')).toBe(1);
  });

  it('leave no record of a load whose process is killed; the next one loads it', async () => {
    const folder = mkdtempSync(join(bench().folder, 'killed-'));
    const path = join(folder, 'a.jsonl');
    writeFileSync(path, toBytes([stake(1), stake(2, sunday)]));
    expect(await loadInChild(folder, path, 'hang')).toEqual(['read']);
    const store = new FolderStore(join(folder, 'lake'));
    for await (const { key: recorded } of store.list('loads/')) expect(recorded).toBeUndefined();
    const [, report = ''] = await loadInChild(folder, path, 'end');
    expect(JSON.parse(report)).toMatchObject({ status: 'loaded', lines: 2 });
    expect((await sweepUnnamedFiles(store, new Date(Date.now() + 1000), 0)).removedCount).toBe(0);
  });

  it('hold with a file of any size: 25 MB are loaded within a heap of 32 MB', async () => {
    const folder = mkdtempSync(join(bench().folder, 'large-'));
    const path = join(folder, 'a.jsonl');
    const lines = toBytes(Array.from({ length: 1000 }, (_, at) => stake(at)));
    writeFileSync(path, Buffer.concat(Array.from({ length: 120 }, () => lines)));
    const [, report = ''] = await loadInChild(folder, path, 'end', '--max-old-space-size=32');
    expect(JSON.parse(report)).toMatchObject({ status: 'loaded', lines: 120_000 });
    expect((JSON.parse(report) as { rssMib: number }).rssMib).toBeLessThan(400);
  });
});

/** Loads in a process of its own, which is killed where it is to hang; returns the lines that it printed. */
function loadInChild(
  folder: string,
  path: string,
  behaviour: 'hang' | 'end',
  ...options: string[]
): Promise<string[]> {
  const script = fileURLToPath(new URL('load-child.ts', import.meta.url));
  const args = [...options, '--import', 'tsx', script, join(folder, 'lake'), path, behaviour];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  let printed = '';
  child.stdout.on('data', (chunk) => {
    printed += String(chunk);
    if (behaviour === 'hang') child.kill('SIGKILL');
  });
  return new Promise((resolve) => child.once('close', () => resolve(printed.split('\n').filter(Boolean))));
}
