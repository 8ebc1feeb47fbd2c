import { expect, test } from 'vitest';
import { text } from '../../glue/schema.ts';
import { readSql } from '../../glue/sql.ts';
import { grains, toPeriodStartSql, toViews, type ViewTemplate } from '../../glue/views/view.ts';

const columns = [{ name: 'code', type: text, meaning: '' }];
const template = (name: string, byGrain: boolean): ViewTemplate => ({
  name,
  rowMeaning: '',
  byGrain,
  columns,
  key: [],
});

test('a period begins with its first day', () => {
  expect(grains.map((grain) => [grain, toPeriodStartSql(grain)])).toEqual([
    ['daily', 'bet_date'],
    ['weekly', 'week_start'],
    ['monthly', "cast(date_trunc('month', bet_date) as date)"],
    ['yearly', "cast(date_trunc('year', bet_date) as date)"],
  ]);
});

test('a template by grain is four views, daily first, which differ in where a period begins', () => {
  const activity = template('activity', true);
  const views = toViews(activity);
  expect(views.map(({ name, grain }) => [name, grain])).toEqual([
    ['activity_daily', 'daily'],
    ['activity_weekly', 'weekly'],
    ['activity_monthly', 'monthly'],
    ['activity_yearly', 'yearly'],
  ]);
  for (const view of views) {
    expect(view).toMatchObject({ template: activity, columns });
    expect(view.sql).toContain(toPeriodStartSql(view.grain ?? 'daily'));
  }
});

test('any other template is one view', () => {
  const quarantine = template('quarantine', false);
  const sql = readSql('views/quarantine.sql');
  expect(toViews(quarantine)).toEqual([
    { name: 'quarantine', template: quarantine, grain: null, columns, sql },
  ]);
});
