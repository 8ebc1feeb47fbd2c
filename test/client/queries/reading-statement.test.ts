import { expect, test } from 'vitest';
import { readKind } from '../../../client/queries/reading-statement.ts';

test.each([
  ['select', 'select 1'],
  ['select', '\n-- the newest\n/* drop table x */ SELECT 1'],
  ['select', 'with one as (select 1) select * from one'],
  ['select', '((select 1) union all (select 2))'],
  ['select', '( /* a */ -- b\n ( select 1))'],
  ['select', 'values (1)'],
  ['show', 'show tables'],
  ['show', 'SHOW CREATE VIEW activity_daily'],
  ['describe', 'describe activity_daily'],
  ['describe', 'desc activity_daily'],
  ['explain', 'explain select 1'],
  ['explain', 'EXPLAIN ANALYZE with one as (select 1) select * from one'],
  ['explain', 'explain (type distributed, format json) (select 1)'],
  ['explain', 'explain analyze (format json) select 1'],
])('is of the kind %s: %s', (kind, sql) => {
  expect(readKind(sql)).toBe(kind);
});

test.each([
  'drop table bets',
  '-- select\ndrop table bets',
  '/* select */ create table t as select 1',
  '(drop table bets)',
  'insert into bets select * from bets',
  "unload (select 1) to 's3://elsewhere/'",
  'msck repair table bets',
  'alter table bets add partition (dt = 1)',
  'merge into bets using x on true when matched then delete',
  'execute something',
  'selects 1',
  'explain analyze create table t as select 1',
  'explain analyze insert into bets select 1',
  'explain (format json) drop table bets',
  'explain show tables',
  '',
  '; select 1',
])('refuses whatever may do more than read: %j', (sql) => {
  expect(() => readKind(sql)).toThrow(
    'queries can only read the lake: expected a SELECT, WITH, SHOW, DESCRIBE or EXPLAIN',
  );
});
