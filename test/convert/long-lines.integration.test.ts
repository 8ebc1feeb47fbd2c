import { describe, expect, test } from 'vitest';
import { datasets } from '../../glue/datasets/index.ts';
import { loadObject } from '../../lambdas/convert/load-object.ts';
import { makeLake, now } from '../client/local/temp-lake.ts';
import { readLanding } from '../oracle/read-landing.ts';

const good = '{"game_id": 1, "game_name": "Fast Hands"}';
const mib = 1024 ** 2;

test('a line of 100 MB is refused without being held, and what follows is read, entry 22', async () => {
  const lake = await makeLake();
  const piece = Buffer.alloc(mib, 'x');
  let most = 0;
  const record = await lake.write({}, async (context) => {
    const before = process.memoryUsage().arrayBuffers;
    const outcome = await loadObject(context, datasets.games, 'games/a.jsonl', async () => ({
      key: 'games/a.jsonl',
      size: 100 * mib,
      lastModified: now,
      version: '1',
      async *open() {
        yield Buffer.from(`${good}\n"`);
        for (let at = 0; at < 100; at++) {
          yield piece;
          most = Math.max(most, process.memoryUsage().arrayBuffers - before);
        }
        yield Buffer.from(`"\n${good}\n`);
      },
    }));
    return outcome?.record;
  });
  expect(record).toMatchObject({ lines: 3, accepted: 2, quarantined: 1 });
  expect(most).toBeLessThan(8 * mib);
  const refused = await lake.rows(
    'select line_number, byte_offset, length(raw_line) as kept, cast(faults as varchar) as faults from quarantine',
  );
  expect(refused).toMatchObject([{ line_number: 2n, byte_offset: BigInt(good.length + 1), kept: 65_536n }]);
  expect(refused[0]?.faults).toContain(`at most 1048576 bytes, got ${100 * mib + 2}`);
});

describe('the cap on a line', () => {
  const max = 100;
  const long = good.padEnd(max, ' ');
  test.each([
    ['of just the cap', `${long}\n`, 1],
    ['of just the cap, with CRLF', `${long}\r\n`, 1],
    ['of just the cap, not ended', long, 1],
    ['of just the cap, with a CR alone', `${long}\r`, 1],
    ['of one byte more', `${long} \n`, 0],
    ['of one byte more, with CRLF', `${long} \r\n`, 0],
    ['of one byte more, not ended', `${long} `, 0],
    ['of many times the cap', `${good.padEnd(max * 17, ' ')}\n`, 0],
    ['of spaces beyond the cap', `${' '.repeat(max + 1)}\n`, 0],
  ])('holds for a line %s', async (_, text, accepted) => {
    const lake = await makeLake();
    const bytes = Buffer.from(`${good}\n${text}${text.endsWith('\n') ? good : ''}`);
    const objects = [1, 7, 65_536].map((chunkBytes) => ({
      chunkBytes,
      object: { key: `games/${chunkBytes}.jsonl`, bytes, lastModified: now },
    }));
    for (const { object, chunkBytes } of objects) {
      const { loads } = await lake.ingest([object], {
        limits: { maxLineBytes: max },
        chunkBytes,
        rollUp: false,
      });
      const others = text.endsWith('\n') ? 2 : 1;
      expect(loads[0]?.record).toMatchObject({
        accepted: others + accepted,
        quarantined: 1 - accepted,
        blank: 0,
      });
    }
    const refused = await lake.rows('select raw_line from quarantine');
    expect(refused).toHaveLength(3 - 3 * accepted);
    for (const { raw_line } of refused) expect(text.startsWith(String(raw_line))).toBe(true);
  });

  test('is 1 MiB, its end not counted, as an independent reader has it', async () => {
    const line = good.padEnd(mib, ' ');
    const text = `${line}\r\n${line} \r\n${line}\n${good}\n`;
    const object = { key: 'games/a.jsonl', bytes: Buffer.from(text), lastModified: now };
    const { loads } = await (await makeLake()).ingest([object], { rollUp: false });
    const [reading] = readLanding([object], { now }).objects;
    expect(loads[0]?.record).toMatchObject({ accepted: 3, quarantined: 1 });
    expect(reading).toMatchObject({ accepted: 3, quarantined: 1 });
  });
});

test('nesting of 100,000 is refused, and of 64 is not, entry 22', async () => {
  const nest = (depth: number) =>
    `{"game_id": 1, "game_name": "Fast Hands", "x": ${'['.repeat(depth - 1)}"[{"${']'.repeat(depth - 1)}}`;
  const lines = [nest(64), nest(65), nest(100_000), '['.repeat(100_000), '{"a":'.repeat(100_000), nest(64)];
  const object = { key: 'games/a.jsonl', bytes: Buffer.from(lines.join('\n')), lastModified: now };
  const lake = await makeLake();
  await lake.ingest([object]);
  expect(await lake.rows('select line_number from games order by 1')).toEqual([
    { line_number: 1n },
    { line_number: 6n },
  ]);
  expect(
    await lake.rows('select distinct faults[1].code as code, len(faults) as faults from quarantine'),
  ).toEqual([{ code: 'too_deep', faults: 1n }]);
});

test('a line of which 64 KiB are kept keeps whole characters', async () => {
  const lines = ['a', 'ab', 'abc', 'abcd'].map((start) => `${start}${'😀'.repeat(20_000)}`);
  const object = { key: 'games/a.jsonl', bytes: Buffer.from(lines.join('\n')), lastModified: now };
  const lake = await makeLake();
  await lake.ingest([object]);
  const kept = await lake.rows(
    'select line_number, raw_line, raw_line_base64, octet_length(encode(raw_line)) as bytes from quarantine order by 1',
  );
  kept.forEach(({ raw_line, raw_line_base64, bytes }, at) => {
    expect(raw_line_base64).toBeNull();
    expect(lines[at]?.startsWith(String(raw_line))).toBe(true);
    expect(Number(bytes)).toBeGreaterThan(65_536 - 4);
    expect(Number(bytes)).toBeLessThanOrEqual(65_536);
  });
  expect(kept).toHaveLength(4);
});
