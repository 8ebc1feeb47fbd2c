import { constants, deflateRawSync, gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { datasets } from '../../glue/datasets/index.ts';
import type { Dataset } from '../../glue/schema.ts';
import { Core } from '../../lambdas/convert/assembly.ts';
import { openEngine } from '../../lambdas/core/engine.ts';
import { makeFolder } from '../client/local/temp-lake.ts';
import { type Conversion, type ConvertBytesOptions, convertBytes } from '../convert/convert-bytes.ts';
import { expectSameReading } from '../convert/expect-same-reading.ts';
import { makeSampleObjects } from '../exactness/sample-objects.ts';

/** Builds of the core, and bytes that it may hold of rows: one block, some, all. */
const coreSizes = [
  ['release', 1],
  ['debug', 1],
  ['release', 1024 ** 2],
  ['debug', 64 * 1024 ** 2],
  ['release', 64 * 1024 ** 2],
] as const;
const chunkSizes = [1, 7, 65_536];

/** Files of every shape of line, small enough to be cut at each of their bytes. */
const corpus: readonly (readonly [Dataset, string])[] = [
  [
    datasets.bets,
    [
      '{"bet_id": 28092914447, "bet_dt": "2021-10-04 12:02:26", "player_code": "C3EC54F273CE90DF", "game_id": 1681, "real_debit_amount": "0.00", "real_credit_amount": "0.20", "bonus_debit_amount": "0.00", "bonus_credit_amount": "0.00", "bet_channel_code": "C", "bet_status_code": "A", "player_jackpot_contribution_amount": "0.00000", "player_jackpot_win_amount": "0.00", "bet_action_id": null, "bet_transaction_type_id": 2, "last_event_dt": null, "game_odds": null, "fee_amount": "0.00", "operating_company_id": 1, "partner_company_id": 133, "brand_id": null}',
      '{"game_id":9007199254740993,"bet_dt":"2021-10-05 00:00:00","bet_id":-0,"player_code":"\\u00e9é😀\\ud83d\\ude00","real_debit_amount":-9999999999999999.99,"real_credit_amount":"1","bonus_debit_amount":0.1,"bonus_credit_amount":"-0.00","x":[{"bet_id":1e400}]}',
      '{"bet_id": 1, "bet_id": 1, "bet_dt": "2021-10-04 12:02:26"}',
    ].join('\n'),
  ],
  [
    datasets.players,
    '{"partner_company_id": 133, "player_code": "73CD0938C6E2DB51", "language_code": "ENG", "suffix": "", "gender": "M", "city_name": "Åbo", "state": "  "}\n \n{"player_code":"B","registration_dt":"2020-02-29 23:59:59"}',
  ],
  [datasets.games, '{"game_id": 1, "game_name": "Fast Hands"}\n{"game_id":2,"game_name":"é\u2028\\n"}\nx'],
];

type Converter = Pick<ConvertBytesOptions, 'engine' | 'core' | 'rowBytes'>;

async function useCores<T>(work: (cores: readonly Converter[], folder: string) => Promise<T>): Promise<T> {
  const folder = await makeFolder();
  const directories = { tempDirectory: folder, allowedDirectories: [folder] };
  const engine = await openEngine({ threads: 2, memoryLimitMib: 128, ...directories });
  try {
    return await work(
      coreSizes.map(([build, rowBytes]) => ({ engine, core: new Core(build), rowBytes })),
      folder,
    );
  } finally {
    engine.close();
  }
}

function turn<T>(values: readonly T[], at: number): T {
  return values[at % values.length] as T;
}

/** Ways to write the same lines, with and without what a line may end in. */
const plainForms: Readonly<Record<string, (text: string) => Buffer>> = {
  'LF, the last line not ended': (text) => Buffer.from(text),
  LF: (text) => Buffer.from(`${text}\n`),
  CRLF: (text) => Buffer.from(`${text.replaceAll('\n', '\r\n')}\r\n`),
  'a BOM': (text) => Buffer.from(`\ufeff${text}\n`),
  'a BOM and CRLF': (text) => Buffer.from(`\ufeff${text.replaceAll('\n', '\r\n')}\r\n`),
};

/** Ways to zip bytes, as the members that come of it. */
const zippedForms: Readonly<Record<string, (bytes: Buffer) => Buffer[]>> = {
  stored: (bytes) => [gzipSync(bytes, { level: 0 })],
  smallest: (bytes) => [gzipSync(bytes, { level: 9 })],
  'of fixed codes': (bytes) => [gzipSync(bytes, { strategy: constants.Z_FIXED })],
  'a member a byte': (bytes) => Array.from(bytes, (byte) => gzipSync(Buffer.from([byte]))),
  'members with empty ones between': (bytes) =>
    ['', bytes.subarray(0, 9), '', bytes.subarray(9)].map((part) => gzipSync(part)),
  'with a name, a comment and further fields': (bytes) => {
    const header = Buffer.from([0x1f, 0x8b, 8, 0b1_1100, 0, 0, 0, 0, 0, 3]);
    const more = Buffer.from('\x03\x00abca.jsonl\0a comment\0', 'latin1');
    return [Buffer.concat([header, more, deflateRawSync(bytes), gzipSync(bytes).subarray(-8)])];
  },
};

describe.each(corpus)('a file of $name', (dataset, text) => {
  test('cut at every byte, in every form, chunk and core, is read as an independent reader does', () =>
    useCores(async (cores, folder) => {
      let at = 0;
      for (const [form, write] of Object.entries(plainForms)) {
        const bytes = write(text);
        // Every byte once; in the other forms every seventh, which comes to each place that matters.
        const step = form.startsWith('LF,') ? 1 : 7;
        for (let end = 0; end <= bytes.length; end += step) {
          const cut = bytes.subarray(0, end);
          const options = {
            ...turn(cores, at),
            chunkBytes: turn(chunkSizes, at + Math.floor(at / coreSizes.length)),
          };
          expectSameReading(dataset, cut, await convertBytes({ dataset, bytes: cut, folder, ...options }));
          at++;
        }
      }
      expect(at).toBeGreaterThan(text.length);
    }));

  test('zipped in every form is the same rows, and cut at any byte of that refused', () =>
    useCores(async (cores, folder) => {
      const bytes = Buffer.from(`\ufeff${text.replaceAll('\n', '\r\n')}`);
      let at = 0;
      for (const [form, zip] of Object.entries(zippedForms)) {
        const members = zip(bytes);
        const zipped = Buffer.concat(members);
        for (const chunkBytes of chunkSizes) {
          const options = { ...turn(cores, at++), folder, chunkBytes };
          expectSameReading(dataset, bytes, await convertBytes({ dataset, bytes: zipped, ...options }));
        }
        // Cut between two members, it is whole gzip of fewer bytes, which nothing can detect.
        const ends = new Set<number>();
        for (const { length } of members) ends.add(Math.max(0, ...ends) + length);
        for (let end = 2; end < zipped.length; end += members.length > 10 ? 97 : 1) {
          if (ends.has(end)) continue;
          // gzip.test.ts does the same a byte at a time.
          const options = { ...turn(cores, at), folder, chunkBytes: turn([7, 65_536], at++) };
          const cut = { dataset, bytes: zipped.subarray(0, end), ...options };
          expect([form, end, (await convertBytes(cut)).refusal]).toEqual([form, end, 'bad_gzip']);
        }
      }
    }));
});

test('a file of many row groups is the same rows, whatever memory the core has', () =>
  useCores(async (cores, folder) => {
    const options = {
      bets: 150_000,
      players: 50,
      games: 20,
      days: 1,
      start: '2021-10-04',
      seed: 4,
      badRatio: 0.01,
    };
    const bytes = (await makeSampleObjects(options)).find(({ key }) => key.startsWith('bets/'))?.bytes;
    if (!bytes) throw new Error('expected a file of bets');
    let first: Conversion | undefined;
    for (const core of cores) {
      const conversion = await convertBytes({
        dataset: datasets.bets,
        bytes,
        ...core,
        folder,
        chunkBytes: 65_536,
      });
      if (!first) expectSameReading(datasets.bets, bytes, conversion);
      first ??= conversion;
      expect(conversion.refused.length).toBeGreaterThan(500);
      expect(conversion.rows.size).toBeGreaterThan(145_000);
      for (const [number, row] of first.rows) {
        if (String(conversion.rows.get(number)) !== String(row))
          expect(conversion.rows.get(number)).toEqual(row);
      }
      expect(conversion.rows.size).toBe(first.rows.size);
      expect(conversion.refused).toEqual(first.refused);
    }
  }));
