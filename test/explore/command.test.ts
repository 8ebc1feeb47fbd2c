import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { expect, test } from 'vitest';
import { writeOpeningFile } from '../../bin/commands/explore.ts';
import { betlake, runBetlake } from '../bin/run-betlake.ts';
import { makeLake } from '../client/local/temp-lake.ts';
import { landed } from '../oracle/landing-example.ts';

test('explore prints its address, serves the page, and ends on a signal', async () => {
  const lake = await makeLake();
  await lake.ingest([landed('games/a.jsonl', { game_id: 1 })]);
  const args = [betlake, 'explore', '--no-open', '--lake', lake.folder];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  const exited = once(child, 'exit');
  const printed = await Promise.race([once(child.stdout, 'data'), exited]);
  const url = String(printed[0]).trim();
  expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/[\w-]{32}\/$/);
  const response = await fetch(url);
  expect([response.status, response.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
  expect(await response.text()).toContain('<script type="module" src="main.js">');
  child.kill('SIGTERM');
  expect(await exited).toEqual([0, null]);
});

test('the browser is given the address in a file that only its owner reads', async () => {
  const url = 'http://127.0.0.1:8080/token/';
  const { path, remove } = await writeOpeningFile(url);
  expect(path).not.toContain('token');
  expect(await readFile(path, 'utf8')).toContain(`content="0;url=${url}"`);
  for (const each of [path, dirname(path)]) expect((await stat(each)).mode & 0o077).toBe(0);
  await remove();
  await expect(stat(dirname(path))).rejects.toThrow('ENOENT');
});

test('explore reports that there is no lake, and how to make one', async () => {
  const { code, stderr } = await runBetlake('explore', '--no-open', '--lake', '/nowhere/at/all');
  expect(code).toBe(1);
  expect(stderr).toContain('there is no lake in /nowhere/at/all');
});
