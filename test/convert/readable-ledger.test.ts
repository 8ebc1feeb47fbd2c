import { describe, expect, test } from 'vitest';
import { makeLake, now } from '../local/temp-lake.ts';

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

async function ingest(...lines: (string | Buffer)[]) {
  const lake = await makeLake();
  const bytes = Buffer.concat(lines.flatMap((each) => [Buffer.from(each), Buffer.from('\n')]));
  const { loads } = await lake.ingest([{ key: 'bets/a.jsonl', bytes, lastModified: now }]);
  return { lake, record: loads[0]?.record };
}

describe('quarantine can be read whatever a refused line holds', () => {
  const pair = '😀'.repeat(100);
  test.each([
    ['an emoji where JSON begins', '😀'],
    ['emoji that a message cuts through', `${line.slice(0, -1)},"fee_amount":"${pair}"}`],
    ['emoji that a message cuts through elsewhere', `${line.slice(0, -1)},"fee_amount":"x${pair}"}`],
    ['emoji around what is no JSON', `{"a":"${pair}" x${pair}`],
    ['emoji around what is no JSON, one on', `{"a":"${pair}" xx${pair}`],
    ['a name that is half a pair, twice', `{"\\ud83d":1,"\\ud83d":1,${tail}`],
    ['a NUL', `\0${line}`],
    ['a separator of JavaScript', `"\u2028"`],
    ['bytes that are not UTF-8', Buffer.from([0xff, 0xfe, 0x7b])],
    ['a long line of emoji, cut at a character', `"x${'😀'.repeat(20_000)}"`],
    ['a long line of control characters', `"${'\u0001'.repeat(100_000)}"`],
    ['the same key a hundred thousand times', `{${'"a":1,'.repeat(100_000)}${tail}`],
    [
      'tens of thousands of keys twice',
      `{${Array.from({ length: 60_000 }, (_, at) => `"${at % 30_000}":1,`).join('')}${tail}`,
    ],
  ])('%s', async (_, refused) => {
    const { lake, record } = await ingest(line, refused, line);
    expect(record).toMatchObject({ accepted: 2, quarantined: 1 });
    const raw = Buffer.from(refused);
    const rows = await lake.rows(`select line_number, byte_offset, len(faults) as faults_count,
      coalesce(encode(raw_line), from_base64(raw_line_base64)) = encode(raw_line) as is_text,
      to_base64(coalesce(encode(raw_line), from_base64(raw_line_base64))) as bytes from quarantine`);
    expect(rows).toHaveLength(1);
    expect(rows[0]).toMatchObject({
      line_number: 2n,
      byte_offset: BigInt(line.length + 1),
      faults_count: 1n,
    });
    const kept = Buffer.from(String(rows[0]?.bytes), 'base64');
    expect(raw.subarray(0, kept.length).equals(kept)).toBe(true);
    expect(kept.length).toBeGreaterThan(Math.min(raw.length, 65_536) - 4);
  });
});

describe('the ledger can be read whatever fields are unknown', () => {
  test.each([
    ['half of a surrogate pair', '"\\ud83d":1,'],
    ['__proto__', '"__proto__":1,'],
    ['an empty name', '"":1,'],
    ['a NUL', '"\\u0000":1,'],
  ])('%s', async (_, member) => {
    const { lake, record } = await ingest(`{${member}${tail}`, line);
    const [name = ''] = Object.keys(JSON.parse(`{${member.slice(0, -1)}}`));
    expect(Object.entries(record?.unknown_fields ?? {})).toEqual([[name.toWellFormed(), 1]]);
    const rows = await lake.rows('select unnest(map_values(unknown_fields)) as lines from loads');
    expect(rows).toEqual([{ lines: 1n }]);
  });

  test('names without end are counted together', async () => {
    const lines = Array.from({ length: 5000 }, (_, at) => `{"${at}${'x'.repeat(2000)}":1,${tail}`);
    const { lake, record } = await ingest(...lines);
    expect(Object.values(record?.unknown_fields ?? {}).reduce((sum, count) => sum + count, 0)).toBe(5000);
    expect(JSON.stringify(record).length).toBeLessThan(200_000);
    expect(record?.unknown_fields).toMatchObject({ '(other names)': 4000 });
    expect(await lake.rows('select accepted from loads')).toEqual([{ accepted: 5000n }]);
  });
});
