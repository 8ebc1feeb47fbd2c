import { BET_CODES, GAME_CODES, PLAYER_CODES } from './columns.ts';
import type { Measure } from './measures.ts';

const METRIC_NAMES = [
  'bets-per-player',
  'amounts-per-player',
  'most-played-games',
  'distinct-games-per-player',
] as const;

export type OracleMetric = (typeof METRIC_NAMES)[number];

export const SLICES: readonly string[] = [
  ...PLAYER_CODES,
  ...GAME_CODES,
  'activity_type',
  'collection',
  ...BET_CODES,
  'partner_company_id',
];

type Measures = readonly [Measure, ...Measure[]];

export interface MetricPlan {
  /** What a row is of, beside its period, in the order that ties are broken: the key, then the slices. */
  readonly groupBy: readonly string[];
  /** The columns between the period and the measures. */
  readonly shown: readonly string[];
  /** What the order and `top` begin anew for within a period. */
  readonly perSection: readonly string[];
  readonly measures: Measures;
  readonly ranked: boolean;
}

interface Metric {
  readonly key: readonly string[];
  readonly keyShown: readonly string[];
  readonly measures: Measures;
  readonly totals: Measures;
}

const PLAYER = ['partner_company_id', 'player_code'];
const AMOUNTS = ['real_spent_amount', 'bonus_spent_amount', 'real_won_amount', 'bonus_won_amount'] as const;

const METRICS: Readonly<Record<OracleMetric, Metric>> = {
  'bets-per-player': {
    key: PLAYER,
    keyShown: PLAYER,
    measures: ['bets_count', 'staked_bets_count'],
    totals: ['bets_count', 'staked_bets_count', 'distinct_players_count', 'distinct_games_count'],
  },
  'amounts-per-player': {
    key: PLAYER,
    keyShown: PLAYER,
    measures: AMOUNTS,
    totals: [...AMOUNTS, 'distinct_players_count', 'distinct_games_count'],
  },
  'most-played-games': {
    key: ['game_id'],
    keyShown: ['game_id', 'game_name'],
    measures: ['bets_count', 'distinct_players_count'],
    totals: ['bets_count', 'distinct_players_count', 'distinct_games_count'],
  },
  'distinct-games-per-player': {
    key: PLAYER,
    keyShown: PLAYER,
    measures: ['distinct_games_count'],
    totals: ['distinct_games_count', 'distinct_players_count'],
  },
};

/** How a metric with its slices is grouped, ordered and shown. */
export function planMetric(
  name: OracleMetric,
  slices: readonly string[],
  isTotal: boolean,
  topWithin: readonly string[] = [],
): MetricPlan {
  slices.forEach(requireSlice);
  for (const column of topWithin) {
    if (!slices.includes(column)) throw new Error(`expected one of the slices, got ${column}`);
  }
  const metric = METRICS[name];
  const key = isTotal ? [] : metric.key;
  const keyShown = isTotal ? [] : metric.keyShown;
  const currency = name === 'amounts-per-player' ? ['player_ccy_code'] : [];
  const leadingCurrency = slices.includes('player_ccy_code') ? [] : currency;
  return {
    groupBy: [...new Set([...key, ...leadingCurrency, ...slices])],
    shown: [...new Set([...keyShown, ...leadingCurrency, ...slices])],
    perSection: [...currency, ...topWithin],
    measures: isTotal ? metric.totals : metric.measures,
    ranked: name === 'most-played-games' && !isTotal,
  };
}

export function requireSlice(column: string): void {
  if (!SLICES.includes(column)) throw new Error(`expected one of ${SLICES.join(', ')}, got ${column}`);
}
