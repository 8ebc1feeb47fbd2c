import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { makeFolder } from '../client/local/temp-lake.ts';
import { expectWholeLake } from './expect-whole-lake.ts';
import { makeVersions, writeObjects } from './landing-versions.ts';
import { runCommand } from './run-command.ts';

function run(program: string, ...args: string[]): void {
  const { status, stderr } = spawnSync(program, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${program} ${args.join(' ')} needs Linux and root: ${stderr}`);
}

const whatToDo = /^betlake: cannot (write to|make or open) .*(Make room|make room).*--lake/m;

/** A disk of its own, which can be filled, made larger and made read-only. */
describe('a disk that', () => {
  let disk: string;
  let landing: string;
  const versions = makeVersions();
  beforeEach(async () => {
    disk = await makeFolder();
    landing = await makeFolder();
    await writeObjects(landing, (await versions)[0] ?? []);
    run('mount', '-t', 'tmpfs', '-o', 'size=64m', 'tmpfs', disk);
  });
  afterEach(() => run('umount', disk));
  const ingest = () => runCommand(['ingest', landing, '--lake', join(disk, 'lake')]);
  const resize = (size: string) => run('mount', '-o', `remount,rw,size=${size}`, disk);

  const readUsedKib = () => {
    const { stdout } = spawnSync('df', ['-k', '--output=used', disk], { encoding: 'utf8' });
    return Number(stdout.split('\n')[1]);
  };

  test.each([0.01, 0.05, 0.15, 0.3, 0.5, 0.7, 0.95])(
    'is full at %f of what is needed: the error says what to do, and with room the same command completes',
    async (share) => {
      expect((await ingest()).code).toBe(0);
      const neededKib = readUsedKib();
      rmSync(join(disk, 'lake'), { recursive: true });
      resize(`${Math.max(4, Math.floor(neededKib * share))}k`);
      const { code, stderr } = await ingest();
      expect([code, stderr]).toEqual([1, expect.stringMatching(whatToDo)]);
      resize('64m');
      expect((await ingest()).code).toBe(0);
      await expectWholeLake(join(disk, 'lake'), (await versions)[0] ?? []);
    },
  );

  test('fills while files are replaced, again and again, keeps the former rows', async () => {
    expect((await ingest()).code).toBe(0);
    const neededKib = readUsedKib();
    await writeObjects(landing, (await versions)[1] ?? []);
    // What an attempt has left behind is not in the way of the next, which has as much room anew.
    for (const share of [0.02, 0.1, 0.2, 0.3]) {
      resize(`${readUsedKib() + Math.max(4, Math.floor(neededKib * share))}k`);
      const { code, stderr } = await ingest();
      expect([code, stderr]).toEqual([1, expect.stringMatching(whatToDo)]);
    }
    resize('64m');
    expect((await ingest()).code).toBe(0);
    await expectWholeLake(join(disk, 'lake'), (await versions)[1] ?? []);
  });

  test('may not be written to gives an error with what to do, while queries go on and nothing changes', async () => {
    expect((await ingest()).code).toBe(0);
    const before = readdirSync(disk, { recursive: true });
    await writeObjects(landing, (await versions)[1] ?? []);
    run('mount', '-o', 'remount,ro', disk);
    const lake = ['--lake', join(disk, 'lake')];
    const { code, stderr } = await ingest();
    expect([code, stderr]).toEqual([1, expect.stringMatching(whatToDo)]);
    expect((await runCommand(['unload', 'bets/2021-10-04.jsonl', ...lake])).code).toBe(1);
    expect((await runCommand(['query', 'select * from activity_daily', ...lake])).code).toBe(0);
    const out = await runCommand(['export', 'activity_daily', '--out', join(disk, 'out'), ...lake]);
    expect([out.code, out.stderr]).toEqual([1, expect.stringContaining('choose another folder with --out')]);
    expect(readdirSync(disk, { recursive: true })).toEqual(before);
    resize('64m');
    expect((await ingest()).code).toBe(0);
    await expectWholeLake(join(disk, 'lake'), (await versions)[1] ?? []);
  });

  test('is full when views are exported leaves no half file', async () => {
    expect((await ingest()).code).toBe(0);
    const out = join(disk, 'out');
    mkdirSync(out);
    resize(`${readUsedKib() + 4}k`);
    const lake = ['--lake', join(disk, 'lake')];
    const { code, stderr } = await runCommand(['export', 'activity_daily', '--out', out, ...lake]);
    expect([code, stderr]).toEqual([1, expect.stringContaining('choose another folder with --out')]);
    expect(readdirSync(out)).toEqual([]);
    rmSync(out, { recursive: true });
  });
});

test('a user who may not write into the lake gets an error with what to do', async () => {
  const landing = await makeFolder();
  const folder = await makeFolder();
  await writeObjects(landing, (await makeVersions())[0] ?? []);
  const asNobody = ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups'];
  run('chmod', '755', landing, folder);
  const { code, stderr } = await runCommand(['ingest', landing, '--lake', join(folder, 'lake')], {
    under: asNobody,
  });
  expect([code, stderr]).toEqual([1, expect.stringMatching(whatToDo)]);
  expect(readdirSync(folder)).toEqual([]);
});
