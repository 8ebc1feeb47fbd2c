import { readFile } from 'node:fs/promises';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import type { LoadRecord } from '../../lambdas/core/ledger.ts';
import { makeLake, now } from '../client/local/temp-lake.ts';
import { expectOracle } from '../exactness/expect-oracle.ts';
import { game, player, stake } from '../faults/rows.ts';
import { computeLake } from '../oracle/compute-lake.ts';
import { bet } from '../oracle/landing-example.ts';
import { games, ingestOne, landing, type Rows, toLines } from './ingest-one.ts';

describe('a file of another kind', () => {
  const pretty = games.map((row) => JSON.stringify(row, null, 2)).join('\n');
  test.each<[string, string | Buffer, string, RegExp]>([
    [
      'objects glued together',
      toLines(games).replaceAll('\n', ''),
      'glued_objects',
      /jq -c \. a\.jsonl > a\.lines\.jsonl$/,
    ],
    ['pretty-printed objects', pretty, 'objects_over_lines', /jq -c \. a\.jsonl > a\.lines\.jsonl$/],
    [
      'UTF-16',
      Buffer.from(`\ufeff${toLines(games)}`, 'utf16le'),
      'utf_16',
      /iconv -f UTF-16 -t UTF-8 a\.jsonl/,
    ],
    ['UTF-16 without a mark', Buffer.from(toLines(games), 'utf16le').swap16(), 'utf_16', /iconv -f UTF-16BE/],
    ['CSV', 'game_id,game_name\n1,Alpha\n', 'csv', /read_csv\('a\.jsonl', all_varchar = true\)/],
    ['a zip archive', 'PK\x03\x04abc', 'archive', /unzip -p a\.jsonl/],
    [
      'gzip within gzip',
      gzipSync(gzipSync(toLines(games))),
      'archive',
      /gzip -dc a\.jsonl > a\.inflated && gzip -dc a\.inflated/,
    ],
  ])(
    'is refused with what it is and what to do, and not one line of it: %s',
    async (_, content, code, message) => {
      const lake = await makeLake();
      const { status, record } = await ingestOne(lake, 'games/a.jsonl', content);
      expect({ status, code: record.error_code }).toEqual({ status: 'failed', code });
      expect(record.error_message).toMatch(message);
      expect(record).toMatchObject({ lines: 0, quarantined: 0, files: [], quarantine_key: null });
      expect(await lake.rows('select * from quarantine')).toEqual([]);
      // In gzip it is the same.
      const zipped = await ingestOne(lake, 'games/b.jsonl.gz', gzipSync(content));
      expect(zipped.record.error_code).toBe(code);
    },
  );

  test('becomes what is read by the command that its refusal names: Parquet and CSV', async () => {
    const lake = await makeLake();
    await lake.write({}, async ({ engine, store }) => {
      const file = (name: string) => `${store.root}/tmp/${name}`;
      await engine.run(`copy (select 1 as game_id, 'Alpha, "A"' as game_name) to '${file('a.parquet')}'`);
      await engine.run(`copy (from '${file('a.parquet')}') to '${file('a.csv')}'`);
      for (const [name, code, source] of [
        ['a.parquet', 'columnar', `'${file('a.parquet')}'`],
        ['a.csv', 'csv', `read_csv('${file('a.csv')}', all_varchar = true)`],
      ] as const) {
        const refused = await readFile(file(name));
        const object = landing('games/a.json', refused);
        expect(computeLake([object], { now }).landing.objects[0]?.refusal).toBe(code);
        await engine.run(`copy (from ${source}) to '${file('a.jsonl')}' (format json)`);
        expect((await readFile(file('a.jsonl'), 'utf8')).trim()).toMatch(
          /^\{"game_id":"?1"?,"game_name":"Alpha, \\"A\\""\}$/,
        );
      }
    });
  });
});

describe('a file of another data set', () => {
  const sessions = [{ session_id: 5, game_id: 1, player_code: 'P1' }];
  test.each<[string, string, Rows, string]>([
    [
      'bets below players/',
      'players/zz.jsonl',
      [bet({}), bet({ bet_id: 2 })],
      'it looks like bets: land it below bets/',
    ],
    ['bets below games/', 'games/zz.jsonl', [bet({})], 'it looks like bets'],
    ['players below games/', 'games/zz.jsonl', [player('P')], 'it looks like players'],
    ['games below bets/', 'bets/zz.jsonl', games, 'it looks like games'],
    [
      'sessions below games/',
      'games/zz.jsonl',
      sessions,
      'those of no data set: session_id, game_id, player_code',
    ],
    [
      'games in another spelling',
      'games/zz.jsonl',
      [{ gameId: 1, gameName: 'Alpha' }],
      'gameName for game_name',
    ],
  ])(
    'is refused as a whole with the data set that it looks like, and destroys nothing: %s',
    async (_, key, rows, message) => {
      const good = [
        landing(
          'players/a.jsonl',
          toLines([player('P1', { player_ccy_code: 'EUR' }), player('P2', { player_ccy_code: 'SEK' })]),
        ),
        landing('games/a.jsonl', toLines(games)),
        landing('bets/a.jsonl', toLines([stake(1, undefined, { player_code: 'P1', game_id: 1 })])),
      ];
      const lake = await makeLake();
      await lake.ingest(good);
      for (const content of [toLines(rows), JSON.stringify(rows), `no JSON\n[1]\n${toLines(rows)}`]) {
        const { loads } = await lake.ingest([landing(key, content)]);
        expect(loads[0]).toMatchObject({
          status: 'failed',
          record: { error_code: 'wrong_data_set', files: [] },
        });
        expect(loads[0]?.record.error_message).toContain(message);
      }
      await expectOracle(lake, [...good, landing(key, toLines(rows))]);
    },
  );

  test('is recognized by its first thousand objects, and by no line that is not an object', async () => {
    const lake = await makeLake();
    const known = JSON.stringify(game(1));
    const strange = '{"game_id": 1}\n';
    const { record } = await ingestOne(lake, 'games/a.jsonl', `${strange.repeat(999)}${known}\n`);
    expect(record).toMatchObject({ status: 'loaded', accepted: 1000 });
    const late = await ingestOne(lake, 'games/b.jsonl', `${strange.repeat(1000)}${known}\n`);
    expect(late.record.error_code).toBe('wrong_data_set');
    const odd = await ingestOne(lake, 'games/c.jsonl', `${'x\n[]\n"{}"\n'.repeat(1000)}${known}\n`);
    expect(odd.record).toMatchObject({ status: 'loaded', accepted: 1, quarantined: 3000 });
  });

  test('is not what its columns say that are NULL, or in lines that are refused', async () => {
    const lake = await makeLake();
    const rows = [
      { game_id: 'x', game_name: 5 },
      { game_id: 1, game_name: null },
    ];
    expect((await ingestOne(lake, 'games/a.jsonl', toLines(rows))).record).toMatchObject({
      status: 'loaded',
      accepted: 1,
      quarantined: 1,
    });
  });
});

/** All of a record but what says of a refusal, and the days to invalidate, which were sent since. */
function expectedBeside(record: LoadRecord): Partial<LoadRecord> {
  const { error_code, error_message, error_version, error_converter, error_dt, invalidations, ...others } =
    record;
  return others;
}

describe('a file of which no line is accepted', () => {
  const bad = [1, 2, 3].map((id) => stake(id, undefined, { real_debit_amount: '1.005' }));
  const content = `${toLines(bad)}\n{"bet_id": 4}\n`;
  const message =
    'bets/a.jsonl: none of its 4 lines was accepted, 3 of them for real_debit_amount: too_many_decimals';

  test('is a failure with the reason that most lines share, its lines kept', async () => {
    const lake = await makeLake();
    const { status, record } = await ingestOne(lake, 'bets/a.jsonl', content);
    expect(status).toBe('failed');
    expect(record).toMatchObject({
      status: 'failed',
      object_version: null,
      ...{ lines: 5, accepted: 0, quarantined: 4, blank: 1, files: [], dates: [] },
      error_code: 'no_line_accepted',
    });
    expect(record.error_message).toContain(message);
    expect(await lake.rows('select line_number from quarantine order by 1')).toHaveLength(4);
  });

  test('leaves what was live before unchanged, its refused lines too', async () => {
    const lake = await makeLake();
    const before = `${toLines([stake(1), stake(2)])}x\n`;
    const good = await ingestOne(lake, 'bets/a.jsonl', before);
    const { status, record } = await ingestOne(lake, 'bets/a.jsonl', content);
    expect(status).toBe('failed');
    expect(expectedBeside(record)).toEqual({ ...expectedBeside(good.record), status: 'failed' });
    expect(record.error_message).toContain(message);
    expect(await lake.rows('select line_number from quarantine')).toEqual([{ line_number: 3n }]);
    expect(await lake.rows('select bet_id from bets order by 1')).toEqual([{ bet_id: 1n }, { bet_id: 2n }]);
    const healed = await ingestOne(lake, 'bets/a.jsonl', toLines([stake(3)]));
    expect(healed).toMatchObject({ status: 'replaced', record: { status: 'loaded', error_code: null } });
  });

  test('is read once, until it changes', async () => {
    const lake = await makeLake();
    const first = await ingestOne(lake, 'bets/a.jsonl', content);
    const again = await ingestOne(lake, 'bets/a.jsonl', content);
    expect(again).toEqual({ ...first, status: 'unchanged' });
    const other = await ingestOne(lake, 'bets/a.jsonl', content, { limits: { maxLineBytes: 2000 } });
    expect(other.status).toBe('failed');
    expect(other.record.attempt).not.toBe(first.record.attempt);
  });

  test('is none where it has blank lines alone', async () => {
    const lake = await makeLake();
    expect(await ingestOne(lake, 'bets/a.jsonl', '\n \n')).toMatchObject({ status: 'loaded' });
  });
});
