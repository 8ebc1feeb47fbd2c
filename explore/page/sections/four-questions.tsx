import { cellsOf } from '../data/answer-rows.ts';
import { rowsOfPeriod } from '../data/rows-of-period.ts';
import { useAnswer } from '../data/use-answer.ts';
import { divideDecimals, readDecimal } from '../numbers/decimal.ts';
import { AmountsCard } from '../questions/amounts-card.tsx';
import { PeriodSelect } from '../questions/period-select.tsx';
import { RankingCard } from '../questions/ranking-card.tsx';
import { useFocus } from '../state/use-focus.ts';

/** The four questions, each for the period that is looked at. */
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
  const { value } = useAnswer(name, false);
  const row = value && rowsOfPeriod(value, at)[0];
  return (column) => (value && row ? cellsOf(value)(row, column) : null);
}

function quotient(part: string | null, whole: string | null, places = 4): string | null {
  const [a, b] = [readDecimal(part ?? ''), readDecimal(whole ?? '')];
  return (a && b && divideDecimals(a, b, places)) ?? null;
}
