import { spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { createGzip } from 'node:zlib';
import { expect, test } from 'vitest';
import { makeFolder } from '../client/local/temp-lake.ts';

const mib = 1024 ** 2;
const good =
  '{"bet_id":1,"bet_dt":"2021-10-04 12:02:26","player_code":"A","game_id":1,"real_debit_amount":"0","real_credit_amount":"0","bonus_debit_amount":"0","bonus_credit_amount":"0"';

/** Lines of nearly the cap, each as costly to read as it can be. */
function* costlyLines(): Generator<string> {
  const room = mib - 2000;
  for (let at = 0; at < 20; at++) {
    yield `${good}}`;
    yield '['.repeat(room);
    yield '{"a":'.repeat(room / 5);
    yield `${good},${Array.from({ length: room / 12 }, (_, key) => `"${key}":1`).join(',')}}`;
    yield `${good},${'"a":1,'.repeat(room / 7)}"b":1}`;
    yield `${good},"x":"${'\\u0041'.repeat(room / 6)}"}`;
    yield `${good},"bet_channel_code":"${'\\u0001'.repeat(room / 6)}"}`;
    yield `${good},"brand_id":${'9'.repeat(room)}}`;
    yield `${good},"fee_amount":"${'1'.repeat(room)}"}`;
    yield `${good},"bet_status_code":"${'é'.repeat(room / 2 - 200)}"}`;
    yield '"\\'.repeat(room / 2);
  }
}

/** A GiB in one line, which zips to a megabyte, between them. */
function* hostileBytes(): Generator<Buffer> {
  const half = [...costlyLines()];
  for (const line of half) yield Buffer.from(`${line}\n`);
  const piece = Buffer.alloc(mib, '[');
  for (let at = 0; at < 1024; at++) yield piece;
  yield Buffer.from(`\n${good}}\n`);
}

test('a gibibyte in one line of a small gzip and lines as costly as can be are read in bounded memory', async () => {
  const folder = await makeFolder();
  const path = join(folder, 'a.jsonl.gz');
  await pipeline(Readable.from(hostileBytes()), createGzip({ level: 1 }), createWriteStream(path));
  const script = fileURLToPath(new URL('../faults/load-child.ts', import.meta.url));
  const args = ['--max-old-space-size=192', '--import', 'tsx', script, join(folder, 'lake'), path, 'end'];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  let output = '';
  child.stdout.on('data', (chunk) => {
    output += String(chunk);
  });
  await new Promise((resolve) => child.once('close', resolve));
  const report = JSON.parse(output.trim().split('\n').at(-1) ?? '{}');
  console.log(report);
  expect(report).toMatchObject({ status: 'loaded', lines: 20 * 11 + 2 });
  expect(report.rssMib).toBeLessThan(700);
});
