import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { inflate } from '../../lambdas/convert/inflate.ts';
import { LoadFault } from '../../lambdas/core/errors.ts';
import { makeLake, now } from '../client/local/temp-lake.ts';

const first = Buffer.from('{"game_id": 1, "game_name": "Fast Hands"}\n');
const second = Buffer.from('{"game_id": 2, "game_name": "Slow Hands"}\n');
const zipped = gzipSync(first);
const chunkSizes = [1, 2, 7, zipped.length, 65_536];

async function* inChunks(bytes: Buffer, size: number) {
  for (let from = 0; from < bytes.length; from += size) yield bytes.subarray(from, from + size);
}

/** What comes out, or the code of why it is refused. */
async function read(bytes: Buffer, size = 65_536, maxBytes = 1000): Promise<string> {
  const chunks: Buffer[] = [];
  try {
    const inflated = await inflate(inChunks(bytes, size), maxBytes);
    for await (const chunk of inflated.bytes) chunks.push(Buffer.from(chunk));
  } catch (error) {
    return error instanceof LoadFault ? error.code : String(error);
  }
  return Buffer.concat(chunks).toString();
}

describe('gzip, entry 21', () => {
  test.each(chunkSizes)('of several members is read as one, %i bytes at a time', async (size) => {
    const empty = gzipSync('');
    const bytes = Buffer.concat([zipped, empty, gzipSync(second), empty, zipped]);
    expect(await read(bytes, size)).toBe(`${first}${second}${first}`);
  });

  test.each(chunkSizes)('that is cut at any byte fails, %i bytes at a time', async (size) => {
    const bytes = Buffer.concat([zipped, gzipSync(second)]);
    for (let end = 2; end < bytes.length; end++) {
      if (end === zipped.length) continue;
      expect([end, await read(bytes.subarray(0, end), size)]).toEqual([end, 'bad_gzip']);
    }
  });

  test.each(chunkSizes)('that is followed by anything else fails, %i bytes at a time', async (size) => {
    const others = [
      'x',
      '\x1f',
      '\x1f\x8b',
      '{"game_id": 3}\n',
      '\0x',
      '\0\0\0{"game_id": 3}\n',
      `${'\0'.repeat(300_000)}x`,
    ];
    for (const other of others) {
      const bytes = Buffer.concat([zipped, Buffer.from(other, 'latin1')]);
      expect([other, await read(bytes, size)]).toEqual([other, 'bad_gzip']);
    }
    const between = Buffer.concat([zipped, Buffer.alloc(3), gzipSync(second)]);
    expect(await read(between, size)).toBe('bad_gzip');
  });

  test.each(chunkSizes)('that zero bytes alone follow is read, %i bytes at a time', async (size) => {
    for (const zeros of [1, 2, 8, 512, 300_000]) {
      const padded = Buffer.concat([zipped, gzipSync(second), Buffer.alloc(zeros)]);
      expect([zeros, await read(padded, size)]).toEqual([zeros, `${first}${second}`]);
    }
    const empty = Buffer.concat([gzipSync(''), Buffer.alloc(512)]);
    expect(await read(empty, size)).toBe('');
  });

  test('with any byte of its data or checksum changed never gives other bytes', async () => {
    const header = 10;
    for (let at = header; at < zipped.length; at++) {
      const bytes = Buffer.from(zipped);
      bytes[at] = (bytes[at] ?? 0) ^ 0x10;
      expect([at, ['bad_gzip', 'too_big', String(first)].includes(await read(bytes))]).toEqual([at, true]);
    }
    for (let at = zipped.length - 8; at < zipped.length; at++) {
      const bytes = Buffer.from(zipped);
      bytes[at] = (bytes[at] ?? 0) ^ 1;
      expect([at, await read(bytes)]).toEqual([at, 'bad_gzip']);
    }
  });

  test('that inflates beyond the cap is refused, as plain bytes are', async () => {
    const bomb = gzipSync(Buffer.alloc(20 * 1024 ** 2));
    expect(bomb.length).toBeLessThan(30_000);
    expect(await read(bomb)).toBe('too_big');
    expect(await read(Buffer.alloc(1001))).toBe('too_big');
    expect(await read(Buffer.alloc(1000))).toBe('\0'.repeat(1000));
    expect(await read(gzipSync(Buffer.alloc(1000)))).toBe('\0'.repeat(1000));
  });
});

const damaged = Buffer.concat([zipped.subarray(0, -8), Buffer.alloc(8)]);

describe('a file of gzip, entry 21', () => {
  test('is recognized by its bytes, whatever its name', async () => {
    const lake = await makeLake();
    await lake.ingest([
      { key: 'games/a.jsonl', bytes: zipped, lastModified: now },
      { key: 'games/b.jsonl.gz', bytes: second, lastModified: now },
    ]);
    expect(await lake.rows('select game_id from games_current order by 1')).toEqual([
      { game_id: 1n },
      { game_id: 2n },
    ]);
    expect(await lake.rows('select sum(accepted) as lines from loads')).toEqual([{ lines: 2n }]);
  });

  test('fails as a whole, with nothing visible and what was live before still there', async () => {
    const lake = await makeLake();
    const key = 'games/a.jsonl.gz';
    const { loads } = await lake.ingest([{ key, bytes: damaged, lastModified: now }]);
    expect(loads[0]).toMatchObject({
      status: 'failed',
      record: { status: 'failed', error_code: 'bad_gzip' },
    });
    expect(loads[0]?.record.error_message).toMatch(
      /^games\/a\.jsonl\.gz: is not whole gzip .*export it again$/,
    );
    expect(await lake.rows('select * from games')).toEqual([]);

    await lake.ingest([{ key, bytes: zipped, lastModified: now }]);
    const again = await lake.ingest([{ key, bytes: damaged, lastModified: now }]);
    expect(again.loads[0]).toMatchObject({
      status: 'failed',
      record: { accepted: 1, error_code: 'bad_gzip' },
    });
    expect(await lake.rows('select game_id from games')).toEqual([{ game_id: 1n }]);
    const healed = await lake.ingest([{ key, bytes: gzipSync(second), lastModified: now }]);
    expect(healed.loads[0]).toMatchObject({
      status: 'replaced',
      record: { status: 'loaded', error_code: null },
    });
    expect(await lake.rows('select game_id from games')).toEqual([{ game_id: 2n }]);
  });
});
