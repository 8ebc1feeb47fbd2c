import { describe, expect, test } from 'vitest';
import type { LoadRecord } from '../../lambdas/core/ledger.ts';
import { expectSameRows, type PlainRow, type PlainValue, readRows } from '../client/local/plain-rows.ts';
import { type IngestOptions, makeLake, now } from '../client/local/temp-lake.ts';
import { makeSampleObjects } from '../exactness/sample-objects.ts';
import { readLanding } from '../oracle/read-landing.ts';

const first = '{"game_id": 1, "game_name": "Fast Hands"}';
const second = '{"game_id": 2, "game_name": "é\u2028\u2029\u0085😀"}';

function toBase64(text: string): string {
  return Buffer.from(text).toString('base64');
}

/** What a games file became. */
interface Ingested {
  readonly record: LoadRecord;
  readonly names: readonly PlainValue[];
  readonly refused: readonly PlainRow[];
}

/** Ingests games files into one lake, and holds the counts of each to those of an independent reader. */
async function ingest(
  contents: readonly (string | Buffer)[],
  options: IngestOptions = {},
): Promise<Ingested[]> {
  const lake = await makeLake();
  const objects = contents.map((content, at) => ({
    key: `games/${at}.jsonl`,
    bytes: Buffer.from(content),
    lastModified: now,
  }));
  const { loads } = await lake.ingest(objects, options);
  const { rows, refused } = await lake.read(async (connection) => ({
    rows: await readRows(connection, 'select landing_key, game_name from games order by line_number'),
    refused: await readRows(
      connection,
      `select *, to_base64(encode(raw_line)) as raw_bytes from quarantine order by line_number`,
    ),
  }));
  const landing = readLanding(objects, { now });
  return loads.map(({ record }, at) => {
    const { lines = 0, accepted = 0, quarantined = 0, blank = 0 } = landing.objects[at] ?? {};
    const status = quarantined > 0 && accepted === 0 ? 'failed' : 'loaded';
    expect(record).toMatchObject({ status, lines, accepted, quarantined, blank });
    expect(lines).toBe(accepted + quarantined + blank);
    const ofObject = ({ landing_key }: PlainRow) => landing_key === record.landing_key;
    const names = rows.filter(ofObject).map(({ game_name }) => game_name ?? null);
    return { record, names, refused: refused.filter(ofObject) };
  });
}

test('a file without a row is loaded, and in the ledger, entry 17', async () => {
  const found = await ingest(['', '\ufeff', '\n', ' \n\t\r\n\r\n  ']);
  expect(found.map(({ record: { lines, blank } }) => [lines, blank])).toEqual([
    [0, 0],
    [0, 0],
    [1, 1],
    [4, 4],
  ]);
  for (const { record } of found)
    expect(record).toMatchObject({ files: [], dates: [], quarantine_key: null });
});

test.each([1, 2, 7, 65_536])(
  'a file in any layout is read right, %i bytes at a time, entry 18',
  async (chunkBytes) => {
    const layouts = {
      'line feeds': `${first}\n${second}\n`,
      CRLF: `${first}\r\n${second}\r\n`,
      'no final newline': `${first}\n${second}`,
      'a CR at the end': `${first}\r\n${second}\r`,
      'a BOM': `\ufeff${first}\n${second}\n`,
      'a BOM before a line that is not regular': `\ufeff ${first}\n${second}`,
    };
    const found = await ingest(Object.values(layouts), { chunkBytes });
    const texts = ['Fast Hands', 'é\u2028\u2029\u0085😀'];
    expect(found.map(({ names, refused }) => [names, refused])).toEqual(
      Object.keys(layouts).map(() => [texts, []]),
    );
  },
);

test('a BOM within a file is no white space, and a CR alone ends no line, entry 18', async () => {
  const [found] = await ingest([`${first}\n\ufeff${second}\n${first}\r${second}\n`]);
  expect(found?.names).toEqual(['Fast Hands']);
  expect(found?.refused).toMatchObject([
    { line_number: 2n, byte_offset: BigInt(first.length + 1), raw_bytes: toBase64(`\ufeff${second}`) },
    { line_number: 3n, raw_bytes: toBase64(`${first}\r${second}`) },
  ]);
});

test('offsets count the bytes of a BOM, of CRLF and of characters, entry 18', async () => {
  const [found] = await ingest([`\ufeff${second}\r\n\r\nx\n😀`]);
  const at = 3 + Buffer.byteLength(second) + 2 + 2;
  const places = found?.refused.map(({ line_number, byte_offset }) => [line_number, byte_offset]);
  expect(places).toEqual([
    [3n, BigInt(at)],
    [4n, BigInt(at + 2)],
  ]);
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
  const bad = Buffer.concat([Buffer.from('{"game_id": 2, "game_name": "'), Buffer.from([0xc3, 0x28, 0xff])]);

  test('are kept as base64 where they are not UTF-8, with their place, and nothing else is lost', async () => {
    const content = Buffer.concat([Buffer.from(`${first}\n`), bad, Buffer.from(`\n${second}`)]);
    const [found] = await ingest([content]);
    expect(found?.names).toEqual(['Fast Hands', 'é\u2028\u2029\u0085😀']);
    const offset = BigInt(first.length + 1);
    const raw = { raw_line: null, raw_line_base64: bad.toString('base64') };
    expect(found?.refused).toMatchObject([{ line_number: 2n, byte_offset: offset, ...raw }]);
    expect(String(found?.refused[0]?.faults)).toContain('not_utf8');
  });

  test('are refused, every line of them, where the file is text all the same', async () => {
    const contents = [
      Buffer.from([0x22, 0x61, 0x62, 0x63, 0x64, 0x65, 0xc0, 0xa2, 0x22]),
      Buffer.from(`\0${first}\n${first}\0\n${first.replace('a', '\0')}`),
    ];
    for (const [at, { names, record, refused }] of (await ingest(contents)).entries()) {
      expect(names).toEqual([]);
      expect(record).toMatchObject({ error_code: 'no_line_accepted' });
      expect([at, refused.length]).toEqual([at, record.lines]);
      const codes = refused.map(({ faults }) => /utf16|not_utf8|not_json/.exec(String(faults))?.[0]);
      expect([at, codes]).toEqual([at, codes.map(() => (at === 0 ? 'not_utf8' : 'not_json'))]);
      for (const { raw_bytes, raw_line_base64, byte_offset } of refused) {
        const kept = Buffer.from(String(raw_bytes ?? raw_line_base64), 'base64');
        expect(kept).toEqual(contents[at]?.subarray(Number(byte_offset), Number(byte_offset) + kept.length));
      }
    }
  });
});

test('chunks of any size come to the same rows, counts and refused lines', async () => {
  const options = { bets: 400, players: 20, games: 10, days: 1, start: '2021-10-04', seed: 5, badRatio: 0.2 };
  const sample = await makeSampleObjects(options);
  const bytes = sample.find(({ key }) => key.startsWith('bets/'))?.bytes ?? Buffer.alloc(0);
  const lake = await makeLake();
  const counts: number[][] = [];
  for (const chunkBytes of [65_536, 1, 7, 4096]) {
    const object = { key: `bets/${chunkBytes}.jsonl`, bytes, lastModified: now };
    const { loads } = await lake.ingest([object], { chunkBytes });
    counts.push(
      ...loads.map(({ record: { lines, accepted, quarantined, blank } }) => [
        lines,
        accepted,
        quarantined,
        blank,
      ]),
    );
  }
  expect(counts).toEqual(counts.map(() => counts[0]));
  await lake.read(async (connection) => {
    for (const table of ['bets', 'quarantine']) {
      const of = (size: number) =>
        readRows(
          connection,
          `select * exclude (landing_key) from ${table} where landing_key = 'bets/${size}.jsonl'`,
        );
      const whole = await of(65_536);
      expect(whole.length).toBeGreaterThan(50);
      for (const size of [1, 7, 4096]) expectSameRows(table, await of(size), whole);
    }
  });
});
