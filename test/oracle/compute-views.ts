import type { Fact } from './build-facts.ts';
import { compareValues, type Value } from './compare-values.ts';
import { createGrouper, type Group } from './group-facts.ts';
import { type Measure, measureUnits, measureValue, toGrouping } from './measures.ts';
import { toMoneyRows } from './money-rows.ts';
import { GRAINS, type Grain } from './period-start.ts';
import { createRowTemplate } from './row-template.ts';
import { VIEW_COLUMNS } from './view-columns.ts';

/** A row of a view: the columns in the view's order. */
export type Row = Record<string, Value>;

interface ViewTemplate {
  /** What a row is of, beside its period. */
  readonly groupBy: readonly string[];
  /** What follows from that, shown but not part of it. */
  readonly shown: readonly string[];
  readonly measures: readonly Measure[];
}

const SPENT_AND_WON: readonly Measure[] = [
  'real_spent_amount',
  'bonus_spent_amount',
  'real_won_amount',
  'bonus_won_amount',
];

const ACTIVITY: ViewTemplate = {
  groupBy: VIEW_COLUMNS.activity.slice(1, VIEW_COLUMNS.activity.indexOf('bets_count')),
  shown: [],
  measures: VIEW_COLUMNS.activity.slice(VIEW_COLUMNS.activity.indexOf('bets_count')) as Measure[],
};

const PLAYERS: ViewTemplate = {
  groupBy: ['partner_company_id', 'player_code'],
  shown: ['country_code', 'player_ccy_code'],
  measures: ['bets_count', 'staked_bets_count', ...SPENT_AND_WON, 'distinct_games_count'],
};

const SLICES: ViewTemplate = {
  groupBy: ['country_code', 'game_type_code', 'player_ccy_code', 'activity_type', 'collection'],
  shown: [],
  measures: [
    'bets_count',
    'staked_bets_count',
    'distinct_players_count',
    'distinct_games_count',
    ...SPENT_AND_WON,
  ],
};

const GAMES: ViewTemplate = {
  groupBy: ['game_id'],
  shown: ['game_name', 'game_type_code'],
  measures: ['bets_count', 'distinct_players_count'],
};

const MONEY: ViewTemplate = {
  groupBy: ['player_ccy_code', 'country_code', 'game_type_code'],
  shown: [],
  measures: [],
};

/**
 * Every view of activity at every grain, by its name; rows ascending by period and key.
 * Each is computed when it is first read: all of them take many times the memory of one.
 */
export function computeViews(facts: readonly Fact[]): Readonly<Record<string, Row[]>> {
  const views: Record<string, Row[]> = {};
  addViews(views, 'activity', facts, ACTIVITY, toRows);
  addViews(views, 'player_metrics', facts, PLAYERS, toRows);
  addViews(views, 'game_metrics', facts, GAMES, toRankedRows);
  addViews(views, 'slice_metrics', facts, SLICES, toRows);
  addViews(views, 'money', facts, MONEY, (groups) => groups.flatMap(toMoneyRows), true);
  return views;
}

function addViews(
  views: Record<string, Row[]>,
  name: string,
  facts: readonly Fact[],
  template: ViewTemplate,
  toViewRows: (groups: readonly Group[], template: ViewTemplate) => Row[],
  keepsFacts = false,
): void {
  let groupBy: ((grain: Grain) => Group[]) | undefined;
  for (const grain of GRAINS) {
    let rows: Row[] | undefined;
    Object.defineProperty(views, `${name}_${grain}`, {
      enumerable: true,
      get: () => {
        groupBy ??= createGrouper(facts, { ...toGrouping(template.groupBy, template.measures), keepsFacts });
        rows ??= toViewRows(groupBy(grain), template);
        return rows;
      },
    });
  }
}

function toRows(groups: readonly Group[], { groupBy, shown, measures }: ViewTemplate): Row[] {
  const template = createRowTemplate(['period_start', ...groupBy, ...shown, ...measures]);
  return groups.map((group) => {
    const row: Row = { ...template, period_start: group.periodStart };
    for (const column of groupBy) row[column] = group.sample.attributes[column] ?? null;
    for (const column of shown) row[column] = group.sample.attributes[column] ?? null;
    for (const measure of measures) row[measure] = measureValue(group, measure);
    return row;
  });
}

/** Adds the rank of each game in its period: more bets first, then the lower game_id. */
function toRankedRows(groups: readonly Group[], template: ViewTemplate): Row[] {
  const ranked = [...groups].sort(
    (a, b) =>
      compareValues(a.periodStart, b.periodStart) ||
      compareValues(measureUnits(b, 'bets_count'), measureUnits(a, 'bets_count')) ||
      compareValues(a.sample.bet.game_id, b.sample.bet.game_id),
  );
  const rankOf = new Map<Group, bigint>();
  let rank = 0n;
  let periodStart = '';
  for (const group of ranked) {
    rank = group.periodStart === periodStart ? rank + 1n : 1n;
    periodStart = group.periodStart;
    rankOf.set(group, rank);
  }
  return toRows(groups, template).map((row, at) => {
    const group = groups[at];
    return { ...row, popularity_rank: (group && rankOf.get(group)) ?? null };
  });
}
