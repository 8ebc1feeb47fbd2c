import { expect, test } from 'vitest';
import { datasets } from '../../glue/datasets/index.ts';
import { DebitCounter } from '../../lambdas/convert/debit-counter.ts';
import { LineMatcher } from '../../lambdas/convert/read/line-matcher.ts';
import { toLineReader } from '../../lambdas/convert/read/line-reader.ts';
import { bet } from '../oracle/landing-example.ts';

const dates = { first: '2015-01-01', last: '2099-12-31' };

test.each([
  ['a stake', { real_debit_amount: '-1.50', bonus_debit_amount: '0.00' }, [1, 0]],
  ['a cent of bonus money', { real_debit_amount: '0.00', bonus_debit_amount: '0.01' }, [0, 1]],
  ['one of each', { real_debit_amount: '2.00', bonus_debit_amount: '-3.00' }, [1, 1]],
  ['nothing', { real_debit_amount: '0.00', bonus_debit_amount: '-0.00' }, [0, 0]],
])('a row that debits %s counts the same, regular or read strictly', (_, debits, [negative, positive]) => {
  const line = Buffer.from(JSON.stringify(bet(debits)));
  const [regular, strict] = [new DebitCounter(datasets.bets), new DebitCounter(datasets.bets)];
  const matcher = new LineMatcher(datasets.bets, dates);
  expect(matcher.matches(line, 0, line.length)).toBe(true);
  regular.addOffsets(line, matcher.offsets);
  const reading = toLineReader(datasets.bets, dates)(line.toString());
  if (!reading.ok) throw new Error('expected a line that is accepted');
  strict.addTexts(reading.values);
  const counts = { debits_negative: negative, debits_positive: positive };
  expect([regular.toCounts(), strict.toCounts()]).toEqual([counts, counts]);
});

test('a data set without debits has no counts of them', () => {
  const counter = new DebitCounter(datasets.games);
  counter.addTexts(['1', 'Game', 'S', 'slots']);
  expect(counter.toCounts()).toEqual({ debits_negative: null, debits_positive: null });
});
