import { expect, test } from 'vitest';
import { toMeasure } from '../../../glue/metrics/measures.ts';
import { lakeTables } from '../../../glue/metrics/source.ts';

test('a measure has its declared type and name', () => {
  expect(toMeasure(lakeTables, 'bets_count')).toBe('cast(sum(activity.bets_count) as bigint) as bets_count');
  expect(toMeasure(lakeTables, 'real_won_amount')).toBe(
    'cast(sum(activity.real_credit_amount) as decimal(38,2)) as real_won_amount',
  );
  expect(toMeasure({ ...lakeTables, distinctPlayers: 'x' }, 'distinct_players_count')).toBe(
    'cast(x as bigint) as distinct_players_count',
  );
});

test.each(['nothing', 'fee_amount'])('%s is no measure', (name) => {
  expect(() => toMeasure(lakeTables, name)).toThrow(`no measure ${name}`);
});
