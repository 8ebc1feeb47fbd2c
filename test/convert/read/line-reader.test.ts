import { describe, expect, test } from 'vitest';
import { datasets } from '../../../glue/datasets/index.ts';
import { toLineReader } from '../../../lambdas/convert/read/line-reader.ts';

const dates = { first: '2015-01-01', last: '2022-02-01' };

describe('the strict reader reports of a line as a whole', () => {
  const read = toLineReader(datasets.games, dates);
  const deep = (depth: number) => `{"game_id":1,"x":${'['.repeat(depth - 1)}${']'.repeat(depth - 1)}}`;

  test.each([
    [deep(65), 'too_deep', 'expected brackets nested at most 64 deep, got deeper'],
    [' null ', 'not_an_object', 'expected a JSON object, got null'],
    ['"x"', 'not_an_object', 'expected a JSON object, got "x"'],
    ['{"game_id":1,}', 'not_json', expect.stringMatching(/^expected a JSON object: \S/)],
    ['{"game_id":1,"x":2,"x":3}', 'duplicate_key', 'expected every key once, got "x" again'],
  ])('%j', (line, code, message) => {
    expect(read(line)).toEqual({ ok: false, faults: [{ column: null, code, message }] });
  });

  test('that a column comes twice, one fault each, and one for all other keys', () => {
    const line = '{"x":1,"x":1,"y":1,"y":1,"game_id":1,"game_id":1,"game_name":"a","game_name":"b"}';
    const again = (name: string) => `expected every key once, got "${name}" again`;
    expect(read(line)).toEqual({
      ok: false,
      faults: [
        { column: 'game_id', code: 'duplicate_key', message: again('game_id') },
        { column: 'game_name', code: 'duplicate_key', message: again('game_name') },
        { column: null, code: 'duplicate_key', message: again('x') },
      ],
    });
  });

  test('that a column comes twice, and nothing else of it', () => {
    const message = 'expected every key once, got "game_id" again';
    expect(read('{"game_id":1,"game_id":2}')).toEqual({
      ok: false,
      faults: [{ column: 'game_id', code: 'duplicate_key', message }],
    });
  });

  test('every value that is wrong, in the order of the declaration', () => {
    expect(read('{"game_type_code":1,"game_name":"A","game_id":"7.5"}')).toEqual({
      ok: false,
      faults: [
        { column: 'game_id', code: 'not_whole', message: 'expected a whole number such as 10, got "7.5"' },
        { column: 'game_type_code', code: 'wrong_type', message: 'expected a text, got 1' },
      ],
    });
  });

  test('its values in the order of the declaration, and the names that are unknown', () => {
    expect(read('{"x":1,"game_name":"A","game_id":7,"Game_ID":8}')).toEqual({
      ok: true,
      values: ['7', 'A', null, null],
      unknown: ['x', 'Game_ID'],
    });
    expect(read(deep(64)).ok).toBe(true);
  });

  test.each(['gameId', 'GAME_ID', 'game-id', 'GameId', 'game id', 'gameid', 'Game_Id'])(
    'that a required field is missing, and that it is %j',
    (name) => {
      const message = `required, but the line does not have it; the line has "${name}"; did you mean game_id?`;
      expect(read(`{"other":1,"${name}":7,"game_name":"A"}`)).toEqual({
        ok: false,
        faults: [{ column: 'game_id', code: 'missing', message }],
      });
    },
  );

  test('that a required field is missing, and nothing of fields with names of their own', () => {
    for (const line of ['{"game":1,"id":1,"game_ids":1,"":1}', '{"game_id ":null, "game_id":null}']) {
      const reading = read(line);
      expect(reading.ok || reading.faults.map(({ message }) => message.includes('mean'))).toEqual([false]);
    }
    expect(read('{"game_id":1,"gameName":"A"}')).toMatchObject({ ok: true, unknown: ['gameName'] });
  });

  test('the date that a time with an offset has in UTC', () => {
    const readBet = toLineReader(datasets.bets, dates);
    const faultsOf = (time: string) => {
      const reading = readBet(`{"bet_dt":"${time}"}`);
      return reading.ok ? [] : reading.faults.filter(({ column }) => column === 'bet_dt');
    };
    expect(faultsOf('2014-12-31T23:30:00-01:00')).toEqual([]);
    expect(faultsOf('2022-02-02T00:30:00+01:00')).toEqual([]);
    expect(faultsOf('2022-02-01T23:30:00-01:00')).toMatchObject([
      { code: 'date_out_of_range', message: expect.stringContaining('got 2022-02-02 00:30:00') },
    ]);
    expect(faultsOf('2015-01-01T00:30:00+01:00')).toMatchObject([{ code: 'date_out_of_range' }]);
  });

  test('that its date is out of range, both ends within it', () => {
    const readBet = toLineReader(datasets.bets, dates);
    const faultsOf = (time: string) => {
      const reading = readBet(`{"bet_dt":"${time}"}`);
      return reading.ok ? [] : reading.faults.filter(({ column }) => column === 'bet_dt');
    };
    expect(faultsOf('2015-01-01 00:00:00')).toEqual([]);
    expect(faultsOf('2022-02-01 23:59:59')).toEqual([]);
    const message = (time: string) => `expected a date from 2015-01-01 to 2022-02-01, got ${time}`;
    for (const time of ['2014-12-31 23:59:59', '2022-02-02 00:00:00']) {
      expect(faultsOf(time)).toEqual([
        { column: 'bet_dt', code: 'date_out_of_range', message: message(time) },
      ]);
    }
  });
});
