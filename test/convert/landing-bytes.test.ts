import { describe, expect, test } from 'vitest';
import { makeSampleObjects } from '../exactness/sample-objects.ts';
import { expectSameRows, readRows } from '../local/plain-rows.ts';
import { type IngestOptions, makeLake, now } from '../local/temp-lake.ts';
import { readLanding } from '../oracle/read-landing.ts';

const first = '{"game_id": 1, "game_name": "Fast Hands"}';
const second = '{"game_id": 2, "game_name": "é\u2028\u2029\u0085😀"}';

function toBase64(text: string): string {
  return Buffer.from(text).toString('base64');
}

/** Ingests a games file, and holds its counts to those of an independent reader. */
async function ingest(content: string | Buffer, options: IngestOptions = {}) {
  const lake = await makeLake();
  const object = { key: 'games/a.jsonl', bytes: Buffer.from(content), lastModified: now };
  const { loads } = await lake.ingest([object], options);
  const [record] = loads.map((load) => load.record);
  const [reading] = readLanding([object], { now }).objects;
  const { lines, accepted, quarantined, blank } = reading ?? {};
  expect(record).toMatchObject({ status: 'loaded', lines, accepted, quarantined, blank });
  expect(lines).toBe((accepted ?? 0) + (quarantined ?? 0) + (blank ?? 0));
  const { names, refused } = await lake.read(async (connection) => ({
    names: await readRows(connection, 'select line_number, game_name from games order by 1'),
    refused: await readRows(
      connection,
      'select *, to_base64(encode(raw_line)) as raw_bytes from quarantine order by line_number',
    ),
  }));
  return { lake, record, names: names.map(({ game_name }) => game_name), refused };
}

describe('a file without a row, entry 17', () => {
  test.each([
    ['empty', '', 0],
    ['a BOM alone', '\ufeff', 0],
    ['a line feed alone', '\n', 1],
    ['blank lines', ' \n\t\r\n\r\n  ', 4],
  ])('%s is loaded, and in the ledger', async (_, content, lines) => {
    const { record, lake } = await ingest(content);
    expect(record).toMatchObject({ lines, blank: lines, accepted: 0, quarantined: 0, files: [], dates: [] });
    expect(await lake.rows('select landing_key from loads')).toEqual([{ landing_key: 'games/a.jsonl' }]);
  });
});

describe('the form of a file, entry 18', () => {
  test.each([
    ['LF', `${first}\n${second}\n`],
    ['CRLF', `${first}\r\n${second}\r\n`],
    ['no final newline', `${first}\n${second}`],
    ['CRLF without the last LF', `${first}\r\n${second}\r`],
    ['a BOM', `\ufeff${first}\n${second}\n`],
    ['a BOM before a line that is not regular', `\ufeff ${first}\n${second}`],
  ])('with %s is read right', async (_, content) => {
    for (const chunkBytes of [1, 65_536]) {
      const { names, refused } = await ingest(content, { chunkBytes });
      expect(names).toEqual(['Fast Hands', 'é\u2028\u2029\u0085😀']);
      expect(refused).toEqual([]);
    }
  });

  test('a BOM anywhere else is no white space, and a CR alone ends no line', async () => {
    const { names, refused } = await ingest(`${first}\n\ufeff${second}\n${first}\r${second}\n`);
    expect(names).toEqual(['Fast Hands']);
    expect(refused).toMatchObject([
      { line_number: 2n, byte_offset: BigInt(first.length + 1), raw_bytes: toBase64(`\ufeff${second}`) },
      { line_number: 3n, raw_bytes: toBase64(`${first}\r${second}`) },
    ]);
  });
});

test('a last line cut off at any byte is refused and the others kept, entry 19', async () => {
  const whole = Buffer.from(second);
  const objects = Array.from(whole, (_, end) => ({
    key: `games/${String(end).padStart(3, '0')}.jsonl`,
    bytes: Buffer.concat([Buffer.from(`${first}\n`), whole.subarray(0, end)]),
    lastModified: now,
  }));
  const lake = await makeLake();
  const { loads } = await lake.ingest(objects);
  loads.forEach(({ record }, end) => {
    const quarantined = end === 0 ? 0 : 1;
    expect(record).toMatchObject({ accepted: 1, quarantined, lines: 1 + quarantined });
  });
  expect(await lake.rows('select distinct game_id from games')).toEqual([{ game_id: 1n }]);
  const offsets = await lake.rows('select distinct line_number, byte_offset from quarantine');
  expect(offsets).toEqual([{ line_number: 2n, byte_offset: BigInt(first.length + 1) }]);
});

describe('bytes that are no text, entry 20', () => {
  const bad = Buffer.concat([Buffer.from(`{"game_id": 2, "game_name": "`), Buffer.from([0xc3, 0x28, 0xff])]);

  test('of UTF-8 that is wrong are kept as base64, with their place, and nothing else is lost', async () => {
    const { names, refused } = await ingest(
      Buffer.concat([Buffer.from(`${first}\n`), bad, Buffer.from(`\n${second}`)]),
    );
    expect(names).toEqual(['Fast Hands', 'é\u2028\u2029\u0085😀']);
    expect(refused).toMatchObject([
      {
        line_number: 2n,
        byte_offset: BigInt(first.length + 1),
        raw_line: null,
        raw_line_base64: bad.toString('base64'),
      },
    ]);
    expect(String(refused[0]?.faults)).toContain('not_utf8');
  });

  test.each([
    ['UTF-16 with a BOM', Buffer.from(`\ufeff${first}\n${first}\n`, 'utf16le')],
    ['UTF-16 without', Buffer.from(`${first}\n${first}\n`, 'utf16le')],
    ['UTF-16 the other way round', Buffer.from(`${first}\n${first}\n`, 'utf16le').swap16()],
    ['a surrogate as UTF-8 would have it', Buffer.from([0x22, 0xed, 0xa0, 0xbd, 0x22])],
    ['an overlong form', Buffer.from([0x22, 0xc0, 0xa2, 0x22])],
    ['NUL', Buffer.from(`\0${first}\n${first}\0\n${first.replace('a', '\0')}`)],
  ])('%s are refused, every line of them', async (_, content) => {
    const { names, refused, record } = await ingest(content);
    expect(names).toEqual([]);
    expect(record?.quarantined).toBe(record?.lines);
    for (const { raw_bytes, raw_line_base64, byte_offset } of refused) {
      const kept = Buffer.from(String(raw_bytes ?? raw_line_base64), 'base64');
      const at = Number(byte_offset);
      expect(kept).toEqual(content.subarray(at, at + kept.length));
    }
  });
});

test('chunks of any size come to the same rows, counts and refused lines', async () => {
  const options = { bets: 400, players: 20, games: 10, days: 1, start: '2021-10-04', seed: 5, badRatio: 0.2 };
  const objects = await makeSampleObjects(options);
  const bets = objects.filter(({ key }) => key.startsWith('bets/'));
  const results = [];
  for (const chunkBytes of [65_536, 1, 7, 4096]) {
    const lake = await makeLake();
    const { loads } = await lake.ingest(bets, { chunkBytes });
    const rows = await lake.rows('select * from bets');
    const refused = await lake.rows('select * from quarantine');
    const counts = loads.map(({ record: { lines, accepted, quarantined, blank } }) => [
      lines,
      accepted,
      quarantined,
      blank,
    ]);
    results.push({ rows, refused, counts });
  }
  const [whole] = results;
  expect(whole?.refused.length).toBeGreaterThan(50);
  for (const { rows, refused, counts } of results.slice(1)) {
    expect(counts).toEqual(whole?.counts);
    expectSameRows('bets', rows, whole?.rows ?? []);
    expectSameRows('quarantine', refused, whole?.refused ?? []);
  }
});
