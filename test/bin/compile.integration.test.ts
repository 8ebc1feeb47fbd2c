import { execFile } from 'node:child_process';
import { cp, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, expect, test } from 'vitest';

const run = promisify(execFile);
const root = fileURLToPath(new URL('../../', import.meta.url));
const fixture = join(root, 'test/fixtures/platform');
const shell = process.platform === 'win32';
const folders: string[] = [];

/** A copy of the files that the package has, beside the packages that it needs. */
async function copyPackage(): Promise<string> {
  const pack = ['pack', '--dry-run', '--json', '--ignore-scripts'];
  const [packed] = JSON.parse((await run('npm', pack, { cwd: root, shell })).stdout);
  const copy = await mkdtemp(join(tmpdir(), 'betlake-package-'));
  folders.push(copy);
  for (const { path } of packed.files as { path: string }[]) {
    await cp(join(root, path), join(copy, path));
  }
  await symlink(join(root, 'node_modules'), join(copy, 'node_modules'), 'junction');
  return copy;
}

async function readTimes(folder: string): Promise<[string, number][]> {
  const names = (await readdir(folder)).sort();
  return Promise.all(
    names.map(async (name) => [name, (await stat(join(folder, name))).mtimeMs] as [string, number]),
  );
}

afterAll(async () => {
  for (const folder of folders) await rm(folder, { recursive: true, force: true });
});

test('the package runs as it is: it has the compiled command line and the files that it reads', async () => {
  const copy = await copyPackage();
  const betlake = (...words: string[]) =>
    run(process.execPath, ['bin/betlake.js', ...words, '--lake', 'lake'], { cwd: copy });
  const before = await readTimes(join(copy, 'dist'));
  await betlake('ingest', fixture);
  await betlake('report', '--out', 'report.html');
  expect(await readFile(join(copy, 'report.html'), 'utf8')).toContain('</html>');
  await run(process.execPath, ['bin/betlake.js', 'cost'], { cwd: copy });
  expect(await readTimes(join(copy, 'dist'))).toEqual(before);
});

test('a source that has changed is compiled before the command runs, by all that start at once', async () => {
  const copy = await copyPackage();
  const program = join(copy, 'bin/program.ts');
  const source = await readFile(program, 'utf8');
  const describeItself = async () =>
    (await run(process.execPath, ['bin/betlake.js'], { cwd: copy }).catch((error) => error)).stderr;
  const said = 'into exact metrics';
  expect(await describeItself()).toContain(said);
  await writeFile(program, source.replace(said, 'into other metrics'));
  for (const text of await Promise.all([describeItself(), describeItself(), describeItself()]))
    expect(text).toContain('into other metrics');
  await writeFile(program, source);
  expect(await describeItself()).toContain(said);
  expect((await readdir(join(copy, 'dist'))).filter((name) => !/\.(js|json)$/.test(name))).toEqual([]);
});

test('a command line that was never compiled is compiled by its first start', async () => {
  const copy = await copyPackage();
  await rm(join(copy, 'dist'), { recursive: true });
  const { stdout } = await run(process.execPath, ['bin/betlake.js', 'sql', 'games_current'], { cwd: copy });
  expect(stdout).toContain('select');
});
