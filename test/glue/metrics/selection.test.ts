import { expect, test } from 'vitest';
import { gameName, joins } from '../../../glue/metrics/joins.ts';
import { groupFilters, toCondition, toFromWhere } from '../../../glue/metrics/selection.ts';

test.each([
  [['a'], "cast(x as varchar) in ('a')"],
  [['a', "it's"], "cast(x as varchar) in ('a', 'it''s')"],
  [[''], 'x is null'],
  [['', 'a'], "(cast(x as varchar) in ('a') or x is null)"],
  [[], ''],
])('of the values %j to keep, the empty one is NULL', (kept, sql) => {
  expect(toCondition('x', kept)).toBe(sql);
});

test('filters on one column are grouped, in the order in which they came', () => {
  const where = [
    { column: 'brand_id', value: '1' },
    { column: 'country_code', value: 'FI' },
    { column: 'brand_id', value: '' },
  ];
  const grouped = [...groupFilters({ where })].map(([{ column }, values]) => [column.name, values]);
  expect(grouped).toEqual([
    ['brand_id', ['1', '']],
    ['country_code', ['FI']],
  ]);
});

test('joins follow from what is read and filtered, each once; no condition keeps all rows', () => {
  expect(toFromWhere({ where: [] })).toBe('from activity\n  where true');
  const where = [
    { column: 'country_code', value: 'FI' },
    { column: 'brand_id', value: '1' },
  ];
  const read = [gameName, { sql: 'players.country_code', joins: 'players' as const }];
  const selection = { where, from: '2021-01-01', to: '2021-01-31' };
  expect(toFromWhere(selection, read, ['not x'])).toBe(
    [
      'from activity',
      `  ${joins.games}`,
      `  ${joins.players}`,
      "  where activity.bet_date >= date '2021-01-01'",
      "    and activity.bet_date <= date '2021-01-31'",
      "    and cast(case when players.player_code is null then 'unknown' else coalesce(players.country_code, 'none') end as varchar) in ('FI')",
      "    and cast(activity.brand_id as varchar) in ('1')",
      '    and not x',
    ].join('\n'),
  );
});
