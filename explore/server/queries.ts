import { healthSql, toReasonsSql, toSignsSql } from '../../glue/health.ts';
import {
  toBetsDistributionSql,
  toBetsHistogramSql,
  toGamesDistributionSql,
  toSpendDistributionSql,
  toSpendHistogramSql,
} from '../../glue/metrics/distributions.ts';
import { toGamesRankingSql } from '../../glue/metrics/games-ranking.ts';
import { toMetricSql } from '../../glue/metrics/index.ts';
import { toMoneySql, toTrendSql } from '../../glue/metrics/trend.ts';
import type { ActivityDefinition } from '../../glue/rollups/definition.ts';
import { type MetricName, type PageState, type QueryHead, type QueryName, queryNames } from '../contract.ts';

/** What a query's SQL depends on. */
interface QueryParameters {
  readonly state: PageState;
  /** The lake's last day with bets; null where it has none. */
  readonly lastDate: string | null;
  readonly engine: 'duckdb' | 'athena';
  /** The sign that debits are written with, by the lake's setting. */
  readonly debits: ActivityDefinition['debits'];
  /** All rows, for a file, and not the first of each period alone. @default false */
  readonly whole?: boolean;
}

/** A query of the page, as it is declared. */
export interface QueryDefinition extends QueryHead {
  toSql(query: QueryParameters): string;
  /** Which of too many rows are shown: the first, or the last where those are the newest. */
  readonly keeps: 'first' | 'last';
}

/** How many of each period a question shows, and how many games the ranking. */
const topOfPeriod = 20;
const topGames = 50;

function question(name: MetricName, title: string, about: string): QueryDefinition {
  return {
    ...{ name, title, about, keeps: 'last' },
    toSql: ({ state: { by, from, to, where }, whole }) =>
      toMetricSql({ metric: name, by, from, to, where, slice: [], ...(!whole && { top: topOfPeriod }) }),
  };
}

function chart(
  head: QueryHead & Partial<QueryDefinition>,
  toSql: (state: PageState) => string,
): QueryDefinition {
  return { keeps: 'first', ...head, toSql: ({ state }) => toSql(state) };
}

function health(head: QueryHead & Partial<QueryDefinition>, sql: string): QueryDefinition {
  return { keeps: 'first', ...head, toSql: () => sql };
}

const definitions: readonly QueryDefinition[] = [
  question(
    'bets-per-player',
    'Bets per player',
    'A period and player: the players who placed the most bets of each period first.',
  ),
  question(
    'amounts-per-player',
    'Amounts spent per player',
    'A period, currency and player: real and bonus money, those who spent the most real money first; of unknown currency, their order says nothing.',
  ),
  question(
    'most-played-games',
    'Most played games',
    'A period and game: the games with the most bets of each period first.',
  ),
  question(
    'distinct-games-per-player',
    'Distinct games per player',
    'A period and player: the players of the most different games of each period first.',
  ),
  chart(
    {
      name: 'trend',
      title: 'Bets, players and games over time',
      about: 'A period, beside the one before it; players and games are counted once a period.',
      keeps: 'last',
    },
    toTrendSql,
  ),
  chart(
    {
      name: 'money',
      title: 'Real and bonus money over time',
      about:
        'A period and currency, beside the period before it; currencies never add up, nor do players of an unknown one.',
      keeps: 'last',
    },
    toMoneySql,
  ),
  {
    name: 'games-ranking',
    title: 'Ranking of games',
    about: 'A game of the last period, by its bets, with its place in the period before.',
    keeps: 'first',
    toSql({ state, lastDate, whole }) {
      const { by, from, to, where } = state;
      const day = [to ?? lastDate, lastDate ?? to].filter((date) => date != null).sort()[0] ?? noDay;
      return toGamesRankingSql({ by, from, to, where, day, top: whole ? allGames : topGames });
    },
  },
  chart(
    {
      name: 'bets-distribution',
      title: 'How bets are spread over players',
      about: 'Over all the dates: so many percent of the players who placed a bet placed at most so many.',
    },
    toBetsDistributionSql,
  ),
  chart(
    {
      name: 'bets-histogram',
      title: 'Players by their bets',
      about: 'Over all the dates: how many players placed how many bets.',
    },
    toBetsHistogramSql,
  ),
  chart(
    {
      name: 'spend-distribution',
      title: 'How spending is spread over players',
      about:
        'Over all the dates, by known currency: so many percent of the players who spent some spent at most so much.',
    },
    toSpendDistributionSql,
  ),
  chart(
    {
      name: 'spend-histogram',
      title: 'Players by what they spent',
      about: 'Over all the dates, by known currency: how many players spent how much, real and bonus money.',
    },
    toSpendHistogramSql,
  ),
  chart(
    {
      name: 'games-distribution',
      title: 'Distinct games of players',
      about: 'Over all the dates: how many players placed bets on how many different games.',
    },
    toGamesDistributionSql,
  ),
  {
    name: 'signs',
    title: 'Signs of debits',
    about:
      'Files whose debits all have the other sign than the setting says: what they spent comes out with a minus. Set "debits" in lake.json or cdk.json to the sign in the table.',
    keeps: 'first',
    toSql: ({ debits }) => toSignsSql(debits),
  },
  health(
    {
      name: 'freshness',
      title: 'Freshness',
      about: 'A data set: when it was last loaded, and the newest day with bets.',
    },
    healthSql.freshness,
  ),
  health(
    {
      name: 'loads-by-day',
      title: 'Loads by day',
      about: 'A day of loading and data set: files and their lines; lines are accepted, refused or blank.',
      keeps: 'last',
    },
    healthSql.loadsByDay,
  ),
  {
    name: 'refusals',
    title: 'Lines refused, by reason',
    about: 'A data set, column and reason, with an example; a line may have several faults.',
    keeps: 'first',
    toSql: ({ engine }) => toReasonsSql(engine, 'true'),
  },
  health(
    {
      name: 'unknowns',
      title: 'Unknown players and games',
      about:
        'Players and games that bets name and no file of players or games has; those bets count all the same.',
    },
    healthSql.unknowns,
  ),
  health(
    {
      name: 'currencies',
      title: 'Players without a currency',
      about:
        'Players with bets or money whose currency is not known (unknown) or blank (none): amounts of several of them are not added up.',
    },
    healthSql.currencies,
  ),
  health(
    {
      name: 'conflicts',
      title: 'Conflicts',
      about: 'Bets whose rows differ without a newer event, and bets that are on several days.',
    },
    healthSql.conflicts,
  ),
  health(
    {
      name: 'player-conflicts',
      title: 'Players of several currencies',
      about:
        'Players whose rows name different currencies: all their amounts, those of the past too, are shown in the newest.',
    },
    healthSql.playerConflicts,
  ),
];

/** The ranking of an empty lake has no period of its own. */
const noDay = '2000-01-01';
const allGames = 1_000_000_000;

const byName = new Map<string, QueryDefinition>(definitions.map((each) => [each.name, each]));

/** Every query, in the order of the page. */
export const queryHeads: readonly QueryHead[] = queryNames.map((name) => {
  const { title, about } = findQuery(name);
  return { name, title, about };
});

export function findQuery(name: QueryName): QueryDefinition {
  const found = byName.get(name);
  if (!found) throw new Error(`there is no query ${name}`);
  return found;
}
