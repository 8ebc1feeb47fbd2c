import { describe, expect, test } from 'vitest';
import { periodNames, queryNames } from '../../explore/contract.ts';
import { findQuery } from '../../explore/server/queries.ts';
import { type MetricQuery, metricNames, toMetricSql, toSliceValuesSql } from '../../glue/metrics/index.ts';
import { toSliceCountsSql } from '../../glue/metrics/slice-values.ts';
import { sliceNames } from '../../glue/slices.ts';
import { views } from '../../glue/views/index.ts';
import { checkDialect } from './dialect/check-dialect.ts';

describe('what both engines run is written in the SQL that they share', () => {
  test.each(views.map(({ name, sql }) => [name, sql] as const))('%s', (_, sql) => {
    expect(checkDialect(sql)).toEqual([]);
  });

  test.each(metricNames)('such as the SQL of %s', (metric) => {
    const periods: readonly MetricQuery['by'][] = ['day', 'week', 'month', 'year', 'all'];
    const where = [
      { column: 'country_code', value: "it's" },
      { column: 'brand_id', value: '' },
    ];
    for (const [at, by] of periods.entries()) {
      const range = { from: '2021-01-01', to: '2021-12-31' };
      const slice = at % 2 === 0 ? sliceNames : [];
      const sql = toMetricSql({ metric, by, slice, where, ...range, total: at > 1, top: 3 });
      expect({ sql, faults: checkDialect(sql) }).toEqual({ sql, faults: [] });
    }
    const ranked = { slice: ['brand_id', 'country_code'], topWithin: ['brand_id'], top: 3 };
    for (const total of [true, false]) {
      const sql = toMetricSql({ metric, by: 'all', where, total, ...ranked });
      expect({ sql, faults: checkDialect(sql) }).toEqual({ sql, faults: [] });
    }
    expect(checkDialect(toMetricSql({ metric, by: 'all', slice: [], where: [], total: true }))).toEqual([]);
  });

  test('such as the SQL of the values to slice by', () => {
    for (const name of sliceNames) expect(checkDialect(toSliceValuesSql(name))).toEqual([]);
  });

  const where = [
    { column: 'country_code', value: "it's" },
    { column: 'brand_id', value: '' },
    { column: 'brand_id', value: '1' },
  ];

  // Reasons of refused lines are the one query that has two texts: how a list of records becomes rows differs.
  test.each(queryNames.filter((name) => name !== 'refusals'))('the SQL of the query %s', (name) => {
    for (const by of name.includes('histogram') ? (['week'] as const) : periodNames) {
      const state = { by, where, from: '2021-01-06', to: '2021-12-31' };
      const sql = findQuery(name).toSql({
        state,
        lastDate: '2021-11-30',
        debits: 'negative',
        engine: 'athena',
      });
      expect({ sql, faults: checkDialect(sql) }).toEqual({ sql, faults: [] });
    }
  });

  test('such as the SQL of bets by slice', () => {
    expect(checkDialect(toSliceCountsSql({ where }))).toEqual([]);
    expect(checkDialect(toSliceCountsSql({ where: [], from: '2021-01-06' }))).toEqual([]);
  });
});

describe('what one engine alone knows is refused with the line and what to write instead', () => {
  const refused: readonly (readonly [string, number, string])[] = [
    ['select\n  a / b as ratio\nfrom t', 2, 'write cast(a as double) / nullif(b, 0)'],
    ['select cast(a as double) / b as ratio from t', 1, 'nullif(b, 0)'],
    ['select *\nfrom t', 1, 'name the columns'],
    ['with a as (\n  select t.* from t\n)\nselect x from a', 2, 'name the columns'],
    ['select\n  x,\n  sum(y) as y\nfrom t\ngroup by 1', 3, 'write cast(sum(y) as bigint)'],
    [
      'with a as (select x, sum(y) as total from t group by 1)\nselect x, a.total from a',
      2,
      'write cast(a.total as bigint)',
    ],
    ['select row_number() over (order by x) as place from t', 1, 'as bigint'],
    ["select x, 'won' as kind from t", 1, "write cast('won' as varchar)"],
    ['select approx_distinct(x) as n from t', 1, 'write count(distinct x)'],
    ['select cast(avg(x) as double) as mean from t', 1, 'write cast(sum(x) as double) / nullif(count(x), 0)'],
    ['select greatest(a, b) as most from t', 1, 'write case when'],
    ['select list_sort(a) as l from t', 1, 'write rows, not lists'],
    ['select nonsense(a) as l from t', 1, 'write one of coalesce'],
    ["select date_trunc('week', d) as week_start from t", 1, "write cast(date_trunc('week',d) as date)"],
    ['select cast(d as timestamp(3)) as d from t', 1, 'cast as timestamp(3): not the same on both engines'],
    ['select cast(a as text) as a from t', 1, 'write varchar'],
    ['select cast(a as decimal) as a from t', 1, 'write decimal(p, s)'],
    ['select a from t\nwhere b is not distinct from c', 2, 'write coalesce(a, 0) = coalesce(b, 0)'],
    ["select a from t\nwhere bet_date >= '2021-01-01'", 2, "write date '2021-01-01'"],
    [
      'select lower(a) as small, cast(count(*) as bigint) as n\nfrom t group by small',
      1,
      'write its place, 1',
    ],
    ['select a::bigint from t', 1, 'write cast(x as type)'],
    ['select * exclude (a)\nfrom t', 1, 'name the columns'],
    ['select a from t\nqualify row_number() over () = 1', 2, 'number the rows'],
    ["select a from t\nwhere b ilike 'x%'", 2, 'lower(x) like'],
    ['select a // b from t', 1, 'cast of the quotient'],
    ['select a from t group by all', 1, 'places'],
    ['from t\nselect a', 1, 'the select comes first'],
    ['select `a` from t', 1, 'write "name"'],
    ['select [a, b] from t', 1, 'rows, not lists'],
    ['select a,\nfrom t', 2, 'leave out the comma'],
    ['select a\nfrom t;', 2, 'leave out the closing ;'],
    ['select a frm t where', 1, "not Trino's SQL"],
  ];

  test.each(refused)('%s', (sql, line, message) => {
    const [first] = checkDialect(sql);
    expect(first?.message).toContain(message);
    expect(first?.line).toBe(line);
  });
});
