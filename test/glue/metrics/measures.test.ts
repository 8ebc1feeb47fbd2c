import { expect, test } from 'vitest';
import { castMeasure, toMeasure } from '../../../glue/metrics/measures.ts';

test('a measure has its declared type and name', () => {
  expect(toMeasure('bets_count')).toBe('cast(sum(activity.bets_count) as bigint) as bets_count');
  expect(toMeasure('real_won_amount')).toBe(
    'cast(sum(activity.real_credit_amount) as decimal(38,2)) as real_won_amount',
  );
  expect(toMeasure('distinct_games_count')).toBe(
    'cast(count(distinct activity.game_id) as bigint) as distinct_games_count',
  );
  expect(castMeasure('x', 'distinct_players_count')).toBe('cast(x as bigint) as distinct_players_count');
});

test.each(['nothing', 'fee_amount'])('%s is no measure', (name) => {
  expect(() => toMeasure(name)).toThrow(`no measure ${name}`);
});

test("SQL under no measure's name is refused", () => {
  expect(() => castMeasure('x', 'nothing')).toThrow('no measure nothing');
});
