import { buildFacts, type Fact } from './build-facts.ts';
import type { Dataset } from './columns.ts';
import { compareLists } from './compare-values.ts';
import { computeViews, type Row } from './compute-views.ts';
import { findConflicts } from './find-conflicts.ts';
import { findPlayerConflicts } from './find-player-conflicts.ts';
import { findCurrentGames, findCurrentPlayers, findWinningBets } from './find-winners.ts';
import type { LandedObject, OracleOptions } from './landed-object.ts';
import {
  type GameRow,
  type Landed,
  type LandedRows,
  type PlayerRow,
  readLanding,
  toSourceValues,
} from './read-landing.ts';
import { COLUMNS_BY_VIEW } from './view-columns.ts';

export interface OracleLake {
  readonly landing: LandedRows;
  /** The newest row of each, in no particular order. */
  readonly players: readonly PlayerRow[];
  readonly games: readonly GameRow[];
  /** The current bets rows, void ones taken out. */
  readonly facts: readonly Fact[];
  /** Every view by its name; rows ascending by period and key. */
  readonly views: Readonly<Record<string, readonly Row[]>>;
}

/** Everything that a lake shows for some landing objects, in whole numbers and without SQL. */
export function computeLake(objects: readonly LandedObject[], options: OracleOptions): OracleLake {
  const landing = readLanding(objects, options);
  const players = findCurrentPlayers(landing.players);
  const games = findCurrentGames(landing.games);
  const voidStatuses = new Set(options.voidStatuses);
  const bets = findWinningBets(landing.bets).filter(
    (bet) => bet.bet_status_code === null || !voidStatuses.has(bet.bet_status_code),
  );
  const facts = buildFacts(bets, players, games, options);
  // Assigned, not spread: a copy would compute every view at once.
  const views = Object.assign(computeViews(facts), {
    players_current: toCurrentRows('players', players),
    games_current: toCurrentRows('games', games),
    bet_conflicts: findConflicts(landing.bets).map((conflict) => ({ ...conflict })),
    player_conflicts: findPlayerConflicts(landing.players, players).map((conflict) => ({ ...conflict })),
  });
  return { landing, players, games, facts, views };
}

function toCurrentRows(dataset: Dataset, rows: readonly Landed[]): Row[] {
  const names = COLUMNS_BY_VIEW.get(`${dataset}_current`) ?? [];
  return rows
    .map((row) => toSourceValues(dataset, row))
    .sort(compareLists)
    .map((values) => Object.fromEntries(names.map((name, at) => [name, values[at] ?? null])));
}
