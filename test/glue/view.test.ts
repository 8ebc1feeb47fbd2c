import { expect, test } from 'vitest';
import { datasets } from '../../glue/datasets/index.ts';
import { date, instant, text } from '../../glue/schema.ts';
import { readSql } from '../../glue/sql.ts';
import { periodStart } from '../../glue/views/columns.ts';
import { type Grain, grains, toPeriodStartSql, toViews, type ViewTemplate } from '../../glue/views/view.ts';

const columns = [{ name: 'code', type: text, meaning: '' }];
const template = (name: string, ofGrains: readonly Grain[]): ViewTemplate => ({
  name,
  rowMeaning: '',
  grains: ofGrains,
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
  const activity = template('activity', grains);
  const views = toViews(activity);
  expect(views.map(({ name, grain }) => [name, grain])).toEqual([
    ['activity_daily', 'daily'],
    ['activity_weekly', 'weekly'],
    ['activity_monthly', 'monthly'],
    ['activity_yearly', 'yearly'],
  ]);
  for (const view of views) {
    expect(view).toMatchObject({ template: activity, columns });
    expect(view.sql).toContain(toPeriodStartSql(view.grain as (typeof grains)[number]));
  }
});

test('a template over a data set begins its periods by the time of the data set, hours among them', () => {
  const overBets = {
    ...template('activity', ['hourly', ...grains]),
    dataset: datasets.bets,
    columns: [periodStart],
  };
  const starts = [
    "cast(date_trunc('hour', bet_dt) as timestamp(3))",
    'cast(bet_dt as date)',
    "cast(date_trunc('week', bet_dt) as date)",
    "cast(date_trunc('month', bet_dt) as date)",
    "cast(date_trunc('year', bet_dt) as date)",
  ];
  const views = toViews(overBets);
  for (const [at, view] of views.entries()) expect(view.sql).toContain(`${starts[at]} as period_start`);
  expect(views.map((view) => view.columns[0]?.type)).toEqual([instant, date, date, date, date]);
});

test('a template without the time that its grains need says so', () => {
  expect(() => toViews(template('activity', ['hourly']))).toThrow(
    'the view activity cannot be hourly: the rollup activity has days; name the data set that has the time',
  );
  expect(() => toViews({ ...template('activity', ['daily']), dataset: datasets.games })).toThrow(
    'needs a time, and the data set games is not filed by one',
  );
});

test('any other template is one view', () => {
  const quarantine = template('quarantine', []);
  const sql = readSql('views/quarantine.sql');
  expect(toViews(quarantine)).toEqual([
    { name: 'quarantine', template: quarantine, grain: null, columns, sql },
  ]);
});
