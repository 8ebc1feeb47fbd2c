import fc from 'fast-check';
import type { LandedObject } from '../oracle/landed-object.ts';

/*
 * Lines in which everything collides: few bets, types, times, players, games and codes, NULL and 0 and an
 * empty text among them, so that a few hundred lines hold every way in which two rows can meet.
 */

const wholeOrNull = fc.constantFrom(null, 0, 1, 2, '', '1.0', '2');
const cents = fc.constantFrom(
  '0.00',
  '0',
  '-0.00',
  '0.01000',
  '-1e-2',
  '5.5',
  '-5.50',
  '9999999999999999.99',
);
const optionalCents = fc.oneof(cents, fc.constant(null));
const code = fc.constantFrom(null, '', '  ', 'A', 'V', 'a', '\ufeffA', '\ufeff', '😀', '\uff5e', "'");

const betLine = fc.record(
  {
    bet_id: fc.integer({ min: 1, max: 25 }),
    bet_dt: fc.constantFrom('2021-01-04T00:59:59.999+01:00', '2021-01-04 00:00:00', '2020-12-31T00:00:00Z'),
    player_code: fc.constantFrom('P', 'p', '1:P', 'é', ' P', '\ufeffP'),
    game_id: fc.integer({ min: 0, max: 3 }),
    real_debit_amount: cents,
    real_credit_amount: cents,
    bonus_debit_amount: cents,
    bonus_credit_amount: cents,
    bet_channel_code: code,
    bet_status_code: fc.constantFrom('A', 'A', 'V', null),
    player_jackpot_contribution_amount: fc.constantFrom(null, '0.00001', '-0.00001', 0.5),
    player_jackpot_win_amount: optionalCents,
    bet_transaction_type_id: wholeOrNull,
    last_event_dt: fc.constantFrom(
      null,
      '',
      '2021-01-05 00:00:00',
      '2021-01-05T00:00:00.001Z',
      '2021-01-05 00:00:00.5',
    ),
    fee_amount: optionalCents,
    operating_company_id: wholeOrNull,
    partner_company_id: wholeOrNull,
    brand_id: wholeOrNull,
  },
  {
    requiredKeys: [
      'bet_id',
      'bet_dt',
      'player_code',
      'game_id',
      'real_debit_amount',
      'real_credit_amount',
      'bonus_debit_amount',
      'bonus_credit_amount',
    ],
  },
);

const playerLine = fc.record({
  partner_company_id: wholeOrNull,
  player_code: fc.constantFrom('P', 'p', '1:P', 'é', 'Q', '\ufeffP'),
  country_code: code,
  player_ccy_code: fc.constantFrom('EUR', 'SEK', null, 'unknown'),
  city_name: fc.constantFrom('"', '\\', '\u2028', '\u0001x', ' '),
  registration_dt: fc.constantFrom(
    null,
    '0001-01-01 00:00:00',
    '9999-12-31 23:59:59.999',
    '2021-01-04T01:00:00.050+01:00',
  ),
});

const gameLine = fc.record({
  game_id: fc.integer({ min: 0, max: 3 }),
  game_name: code,
  game_category_code: code,
  game_type_code: code,
});

/** Keys of which one sorts otherwise by UTF-16 units than by bytes. */
const names = ['a', 'a-1', 'b/a', '\uff5e', '😀', "it's +%2B 'x'"];

function toObject(name: string, lines: readonly object[]): LandedObject {
  const text = lines.map((line) => `${JSON.stringify(line)}\n`).join('');
  return { key: name, bytes: Buffer.from(text), lastModified: new Date('2021-01-04T00:00:00Z') };
}

function landed(dataset: string, line: fc.Arbitrary<object>, most: number): fc.Arbitrary<LandedObject> {
  const lines = fc.array(line, { maxLength: most, size: 'max' });
  return fc
    .record({ name: fc.constantFrom(...names), lines })
    .map((of) => toObject(`${dataset}/${of.name}.jsonl`, of.lines));
}

/** Objects in the order in which they arrive; one of a key that was there before replaces that. */
export const arrivals: fc.Arbitrary<LandedObject[]> = fc
  .tuple(
    fc.array(landed('bets', betLine, 120), { minLength: 2, maxLength: 6, size: 'max' }),
    fc.array(landed('players', playerLine, 12), { maxLength: 3, size: 'max' }),
    fc.array(landed('games', gameLine, 6), { maxLength: 3, size: 'max' }),
  )
  .chain((lists) => {
    const objects = lists.flat();
    return fc.shuffledSubarray(objects, { minLength: objects.length });
  });

/** The objects that are in the bucket in the end: of each key the last one that landed. */
export function keepNewest(objects: readonly LandedObject[]): LandedObject[] {
  return [...new Map(objects.map((object) => [object.key, object])).values()];
}
