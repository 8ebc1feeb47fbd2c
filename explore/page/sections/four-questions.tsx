import { cellsOf, rowsOfPeriod } from '../data/result-rows.ts';
import { useResult } from '../data/use-result.ts';
import { divideDecimals, readDecimal } from '../numbers/decimal.ts';
import { useExplorer } from '../state/explorer.ts';
import { isPartial, toLongPeriod, useFocus } from '../state/period.ts';
import { AmountsCard } from './amounts-card.tsx';
import { RankingCard } from './ranking-card.tsx';

/** Which period figures and rankings show; the newest first. */
function PeriodSelect() {
  const { lake, state, changeView } = useExplorer();
  const { at, periods } = useFocus();
  const { by } = state.value;
  const index = at === undefined ? -1 : periods.indexOf(at);
  const step = (to: number) => changeView({ at: to === periods.length - 1 ? undefined : periods[to] });
  return (
    <div class="period-select">
      <button type="button" class="step" disabled={index <= 0} onClick={() => step(index - 1)}>
        <span aria-hidden="true">‹</span>
        <span class="unseen">Earlier {by}</span>
      </button>
      <label>
        <span class="unseen">Figures and rankings of</span>
        <select
          value={at ?? ''}
          disabled={at === undefined}
          onChange={({ currentTarget }) => step(periods.indexOf(currentTarget.value))}
        >
          {at === undefined && <option value="">no {by} yet</option>}
          {periods.toReversed().map((start) => (
            <option key={start} value={start}>
              {toLongPeriod(start, by)}
              {isPartial(start, state.value, lake) ? ' (in part)' : ''}
            </option>
          ))}
        </select>
      </label>
      <button
        type="button"
        class="step"
        disabled={index < 0 || index === periods.length - 1}
        onClick={() => step(index + 1)}
      >
        <span aria-hidden="true">›</span>
        <span class="unseen">Later {by}</span>
      </button>
    </div>
  );
}

/** The four questions, each for the period in view. */
export function FourQuestions() {
  const { at, cell } = useFocus();
  const firstGame = useFirst('most-played-games', at);
  const firstPlayer = useFirst('distinct-games-per-player', at);
  return (
    <section id="questions" aria-labelledby="questions-title">
      <header class="section-head">
        <h2 id="questions-title" tabIndex={-1}>
          The four questions
        </h2>
        <PeriodSelect />
      </header>
      <div class="cards">
        <RankingCard
          name="bets-per-player"
          at={at}
          measure="bets_count"
          label={toPlayer}
          title={toWholePlayer}
          figures={[
            { title: 'Bets', value: cell('bets_count'), before: cell('previous_bets_count') },
            {
              title: 'Players',
              value: cell('distinct_players_count'),
              before: cell('previous_distinct_players_count'),
            },
            {
              title: 'Bets a player, on average',
              value: quotient(cell('bets_count'), cell('distinct_players_count')),
              before: quotient(cell('previous_bets_count'), cell('previous_distinct_players_count')),
              kind: 'number',
            },
          ]}
        />
        <AmountsCard at={at} />
        <RankingCard
          name="most-played-games"
          at={at}
          measure="bets_count"
          label={(of) => of('game_name') ?? of('game_id') ?? '–'}
          title={(of) => `${of('game_name')} (${of('game_id') ?? 'no game'})`}
          figures={[
            { title: 'Most played', value: firstGame('game_name'), kind: 'text' },
            { title: 'Its bets', value: firstGame('bets_count') },
            {
              title: 'Of all bets',
              value: quotient(firstGame('bets_count'), cell('bets_count'), 6),
              kind: 'ratio',
            },
          ]}
        />
        <RankingCard
          name="distinct-games-per-player"
          at={at}
          measure="distinct_games_count"
          label={toPlayer}
          title={toWholePlayer}
          figures={[
            {
              title: 'Games played',
              value: cell('distinct_games_count'),
              before: cell('previous_distinct_games_count'),
            },
            { title: 'Most by one player', value: firstPlayer('distinct_games_count') },
          ]}
        />
      </div>
    </section>
  );
}

type Cell = (name: string) => string | null;

function toPlayer(of: Cell): string {
  return of('player_code') ?? '–';
}

function toWholePlayer(of: Cell): string {
  return `player ${of('player_code')}, partner company ${of('partner_company_id') ?? '–'}`;
}

/** Reads the first row of a ranking, once it is there. */
function useFirst(name: 'most-played-games' | 'distinct-games-per-player', at: string | undefined): Cell {
  const { value } = useResult(name, false);
  const row = value && rowsOfPeriod(value, at)[0];
  return (column) => (value && row ? cellsOf(value)(row, column) : null);
}

function quotient(part: string | null, whole: string | null, places = 4): string | null {
  const [a, b] = [readDecimal(part ?? ''), readDecimal(whole ?? '')];
  return (a && b && divideDecimals(a, b, places)) ?? null;
}
