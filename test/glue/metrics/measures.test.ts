import { expect, test } from 'vitest';
import { toMeasure } from '../../../glue/metrics/measures.ts';

test('a measure has its declared type and name', () => {
  expect(toMeasure('bets_count')).toBe('cast(sum(activity.bets_count) as bigint) as bets_count');
  expect(toMeasure('real_won_amount')).toBe(
    'cast(sum(activity.real_won_amount) as decimal(38,2)) as real_won_amount',
  );
  expect(toMeasure('distinct_games_count')).toBe(
    'cast(count(distinct case when activity.bets_count > 0 then activity.game_id end) as bigint) as distinct_games_count',
  );
  expect(toMeasure('distinct_players_count')).toBe(
    'cast(count(distinct case when activity.bets_count > 0 then (activity.partner_company_id, activity.player_code) end) as bigint) as distinct_players_count',
  );
});

test('what the rollup does not have is no measure', () => {
  expect(() => toMeasure('real_debit_amount')).toThrow('no measure real_debit_amount');
});
