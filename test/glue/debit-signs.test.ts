import { describe, expect, test } from 'vitest';
import { explainOtherSign, hasOtherSign } from '../../glue/debit-signs.ts';

const seen = (debits_negative: number | null, debits_positive: number | null) => ({
  debits_negative,
  debits_positive,
});

describe('debits have the opposite sign of the setting', () => {
  test.each([
    ['where all are above zero and should be below', seen(0, 3), 'negative', true],
    ['where all are below zero and should be above', seen(3, 0), 'positive', true],
    ['never where some have the right one', seen(1, 3), 'negative', false],
    ['never where all have the right one', seen(3, 0), 'negative', false],
    ['never where every debit is zero', seen(0, 0), 'negative', false],
    ['never where nobody counted', seen(null, null), 'positive', false],
  ] as const)('%s', (_, signs, debits, expected) => {
    expect(hasOtherSign(signs, debits)).toBe(expected);
  });
});

test('the message names the files, the consequence and the setting to write', () => {
  expect(explainOtherSign({ count: 1, example: 'bets/a.json' }, 'negative', 'lake.json')).toBe(
    'every debit of bets/a.json is above zero, but the setting says that debits are negative: what was spent comes out with a minus, and no bet counts as staked. Where the platform writes its debits so, set "debits": "positive" in lake.json',
  );
  expect(explainOtherSign({ count: 2, example: 'bets/a.json' }, 'positive', 'cdk.json')).toMatch(
    /^every debit of 2 files, such as bets\/a\.json, is below zero, .* set "debits": "negative" in cdk\.json$/,
  );
});
