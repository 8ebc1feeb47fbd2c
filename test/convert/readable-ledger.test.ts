import { describe, expect, test } from 'vitest';
import { makeLake, now } from '../client/local/temp-lake.ts';

const good = {
  bet_id: 1,
  bet_dt: '2021-10-04 12:02:26',
  player_code: 'P',
  game_id: 7,
  real_debit_amount: '1.00',
  real_credit_amount: '0.00',
  bonus_debit_amount: '0.00',
  bonus_credit_amount: '0.00',
};
const line = JSON.stringify(good);
const tail = line.slice(1);

/** Each content as an object of its own, in one lake. */
async function ingest(contents: readonly Buffer[]) {
  const lake = await makeLake();
  const objects = contents.map((bytes, at) => ({ key: `bets/${at}.jsonl`, bytes, lastModified: now }));
  const { loads } = await lake.ingest(objects, { rollUp: false });
  return { lake, records: loads.map(({ record }) => record) };
}

function toLines(...lines: (string | Buffer)[]): Buffer {
  return Buffer.concat(lines.flatMap((each) => [Buffer.from(each), Buffer.from('\n')]));
}

const pair = '😀'.repeat(100);
const refused: Readonly<Record<string, string | Buffer>> = {
  'an emoji where JSON begins': '😀',
  'emoji that a message cuts through': `${line.slice(0, -1)},"fee_amount":"${pair}"}`,
  'emoji that a message cuts through elsewhere': `${line.slice(0, -1)},"fee_amount":"x${pair}"}`,
  'emoji around what is no JSON': `{"a":"${pair}" x${pair}`,
  'emoji around what is no JSON, one on': `{"a":"${pair}" xx${pair}`,
  'a name that is half a pair, twice': `{"\\ud83d":1,"\\ud83d":1,${tail}`,
  'a NUL': `\0${line}`,
  'a separator of JavaScript': '"\u2028"',
  'bytes that are not UTF-8': Buffer.from([0xff, 0xfe, 0x7b]),
  'a long line of emoji, cut at a character': `"x${'😀'.repeat(20_000)}"`,
  'a long line of control characters': `"${'\u0001'.repeat(100_000)}"`,
  'a key a hundred thousand times': `{${'"a":1,'.repeat(100_000)}${tail}`,
  'thirty thousand keys twice': `{${Array.from({ length: 60_000 }, (_, at) => `"${at % 30_000}":1,`).join('')}${tail}`,
};

test('quarantine can be read whatever a refused line holds', async () => {
  const contents = Object.values(refused).map((each) => toLines(line, each, line));
  const { lake, records } = await ingest(contents);
  const rows = await lake.rows(`select landing_key, line_number, byte_offset, len(faults) as faults_count,
    coalesce(to_base64(encode(raw_line)), raw_line_base64) as bytes from quarantine`);
  for (const [at, [name, text]] of Object.entries(refused).entries()) {
    expect([name, records[at]?.accepted, records[at]?.quarantined]).toEqual([name, 2, 1]);
    const found = rows.filter(({ landing_key }) => landing_key === `bets/${at}.jsonl`);
    const place = { line_number: 2n, byte_offset: BigInt(line.length + 1), faults_count: 1n };
    expect([name, found]).toMatchObject([name, [place]]);
    const raw = Buffer.from(text);
    const kept = Buffer.from(String(found[0]?.bytes), 'base64');
    expect([name, raw.subarray(0, kept.length).equals(kept)]).toEqual([name, true]);
    expect(kept.length).toBeGreaterThan(Math.min(raw.length, 65_536) - 4);
  }
});

describe('the ledger can be read whatever fields are unknown', () => {
  test('half of a surrogate pair, __proto__, an empty name, a NUL', async () => {
    const names = ['\\ud83d', '__proto__', '', '\\u0000'];
    const { lake, records } = await ingest(names.map((name) => toLines(`{"${name}":1,${tail}`, line)));
    const counts = records.map((record) => Object.entries(record.unknown_fields));
    expect(counts).toEqual([[['\ufffd', 1]], [['__proto__', 1]], [['', 1]], [['\0', 1]]]);
    const rows = await lake.rows('select unnest(map_values(unknown_fields)) as lines from loads');
    expect(rows).toEqual(names.map(() => ({ lines: 1n })));
  });

  test('names without end are counted together', async () => {
    const lines = Array.from({ length: 5000 }, (_, at) => `{"${at}${'x'.repeat(2000)}":1,${tail}`);
    const { lake, records } = await ingest([toLines(...lines)]);
    const [record] = records;
    expect(Object.values(record?.unknown_fields ?? {}).reduce((sum, count) => sum + count, 0)).toBe(5000);
    expect(JSON.stringify(record).length).toBeLessThan(200_000);
    expect(record?.unknown_fields).toMatchObject({ '(other names)': 4000 });
    expect(await lake.rows('select accepted from loads')).toEqual([{ accepted: 5000n }]);
  });
});
