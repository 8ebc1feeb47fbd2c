import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { makeLake, now, type TempLake } from '../client/local/temp-lake.ts';
import { expectOracle } from '../exactness/expect-oracle.ts';
import { game, player, stake } from '../faults/rows.ts';
import { computeLake } from '../oracle/compute-lake.ts';
import { games, ingestOne, landing, toLines } from './ingest-one.ts';

const names = (lake: TempLake) =>
  lake
    .rows('select game_name from games order by landing_key, line_number')
    .then((rows) => rows.map((row) => row.game_name));

describe('a JSON array', () => {
  const layouts = {
    'on one line': JSON.stringify(games),
    'with an element a line': `[\n${games.map((row) => JSON.stringify(row)).join(',\n')}\n]\n`,
    'pretty-printed': JSON.stringify(games, null, 2),
    'pretty-printed with CRLF and a mark': `\ufeff${JSON.stringify(games, null, '\t').replaceAll('\n', '\r\n')}`,
    'in gzip': gzipSync(JSON.stringify(games, null, 2)),
  };
  test.each(Object.entries(layouts))(
    '%s is loaded as its elements, whatever it is called',
    async (_, content) => {
      const lake = await makeLake();
      for (const key of ['games/a.json', 'games/b.jsonl', 'games/c.jsonl.gz']) {
        for (const chunkBytes of [1, 65_536]) {
          const { record } = await ingestOne(lake, key, Buffer.concat([Buffer.from(content)]), {
            chunkBytes,
          });
          expect(record).toMatchObject({ status: 'loaded', lines: 2, accepted: 2, quarantined: 0, blank: 0 });
        }
      }
      expect(await names(lake)).toEqual(['Alpha', 'Beta [}"', 'Alpha', 'Beta [}"', 'Alpha', 'Beta [}"']);
      expect(await lake.rows('select distinct line_number from games order by 1')).toEqual([
        { line_number: 1n },
        { line_number: 2n },
      ]);
    },
  );

  test('has its refused elements in quarantine, each as one line with its number and place', async () => {
    const lake = await makeLake();
    const odd = '{\n  "game_id": "x",\r\n  "game_name": "Gamma"\n}';
    const text = `[${JSON.stringify(games[0])},\n null, ${odd}, NaN\n, ${JSON.stringify(games[1])}]`;
    const { record } = await ingestOne(lake, 'games/a.json', text);
    expect(record).toMatchObject({ lines: 5, accepted: 2, quarantined: 3, blank: 0 });
    const refused = await lake.rows(
      'select line_number, byte_offset, raw_line, faults[1].code as code from quarantine order by 1',
    );
    expect(refused).toMatchObject([
      { line_number: 2n, byte_offset: BigInt(text.indexOf('null')), raw_line: 'null', code: 'not_an_object' },
      { line_number: 3n, byte_offset: BigInt(text.indexOf(odd)), raw_line: odd.replaceAll(/[\r\n]/g, ' ') },
      { line_number: 4n, byte_offset: BigInt(text.indexOf('NaN')), raw_line: 'NaN', code: 'not_json' },
    ]);
  });

  test('with an element that is too long for a line is loaded without it', async () => {
    const lake = await makeLake();
    const long = JSON.stringify(game(3, { game_name: 'x'.repeat(5000) }), null, 1);
    const text = `[${JSON.stringify(games[0])}, ${long}, ${JSON.stringify(games[1])}]`;
    for (const chunkBytes of [7, 65_536]) {
      const { record } = await ingestOne(lake, `games/${chunkBytes}.json`, text, {
        chunkBytes,
        limits: { maxLineBytes: 2000 },
      });
      expect(record).toMatchObject({ lines: 3, accepted: 2, quarantined: 1 });
    }
    expect(await lake.rows('select distinct line_number, faults[1].code as code from quarantine')).toEqual([
      { line_number: 2n, code: 'line_too_long' },
    ]);
  });

  test.each([
    ['that is cut', (text: string) => text.slice(0, -1)],
    ['that lacks a comma', (text: string) => text.replace('},{', '} {')],
    ['with something behind it', (text: string) => `${text}\n${text}`],
    ['with a comma too many', (text: string) => text.replace(/\]$/, ',]')],
  ])('%s is refused as a whole, and what was loaded before stays', async (_, spoil) => {
    const lake = await makeLake();
    const whole = JSON.stringify(games);
    await ingestOne(lake, 'games/a.json', whole);
    const { status, record } = await ingestOne(
      lake,
      'games/a.json',
      spoil(JSON.stringify([game(9), ...games])),
    );
    expect({ status, code: record.error_code }).toEqual({ status: 'failed', code: 'broken_array' });
    expect(record.error_message).toMatch(/^games\/a\.json: is a JSON array that /);
    expect(record).toMatchObject({ accepted: 2, quarantined: 0 });
    expect(await names(lake)).toEqual(['Alpha', 'Beta [}"']);
    expect(await lake.rows('select * from quarantine')).toEqual([]);
  });

  test('without an element removes what was live before, as an empty file does', async () => {
    const lake = await makeLake();
    await ingestOne(lake, 'games/a.json', toLines(games));
    for (const empty of [' [ ]\n', '']) {
      expect(await ingestOne(lake, 'games/a.json', empty)).toMatchObject({
        status: 'replaced',
        record: { status: 'loaded', lines: 0, files: [] },
      });
      expect(await names(lake)).toEqual([]);
    }
  });

  test('of every data set comes to the views that an independent computation makes of it', async () => {
    const bets = Array.from({ length: 300 }, (_, at) =>
      stake(at, undefined, { player_code: `P${at % 7}`, game_id: at % 3 }),
    );
    const objects = [
      landing('bets/a.json', JSON.stringify(bets, null, 2)),
      landing(
        'bets/b.jsonl',
        `[${bets.map((row) => JSON.stringify({ ...row, fee_amount: '0.10' })).join(',\n')}]`,
      ),
      landing('players/a.json', JSON.stringify(Array.from({ length: 7 }, (_, at) => player(`P${at}`)))),
      landing('games/a.json', toLines(games)),
    ];
    expect(computeLake(objects, { now }).landing.bets).toHaveLength(600);
    const lake = await makeLake();
    await lake.ingest(objects, { chunkBytes: 1000 });
    await expectOracle(lake, objects);
  });
});
