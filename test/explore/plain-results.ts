import type { PageState } from '../../explore/contract.ts';
import { type Fact, isCurrency } from '../oracle/build-facts.ts';
import { compareUtf8 } from '../oracle/compare-values.ts';
import { formatDecimal } from '../oracle/decimal.ts';
import { type Grain, toPeriodStart } from '../oracle/period-start.ts';

/* What the page's results must be, by plain loops over the facts. */

export type PlainRows = (string | null)[][];

const grains: Readonly<Record<PageState['by'], Grain>> = {
  day: 'daily',
  week: 'weekly',
  month: 'monthly',
  year: 'yearly',
};

const startOf = (by: PageState['by'], date: string) => toPeriodStart(grains[by], date);

/** The first day of the period before, by walking back a day at a time. */
function startBefore(by: PageState['by'], start: string): string {
  return startOf(by, new Date(Date.parse(start) - 86_400_000).toISOString().slice(0, 10));
}

export function keep(
  facts: readonly Fact[],
  { where, from = '', to = '9999' }: Omit<PageState, 'by'>,
): Fact[] {
  const columns = [...new Set(where.map(({ column }) => column))];
  return facts.filter(
    ({ date, attributes }) =>
      date >= from &&
      date <= to &&
      columns.every((column) => {
        const held = attributes[column]?.toString() ?? '';
        return where.some((filter) => filter.column === column && filter.value === held);
      }),
  );
}

function groupBy<K>(facts: readonly Fact[], toKey: (fact: Fact) => K): Map<K, Fact[]> {
  const groups = new Map<K, Fact[]>();
  for (const fact of facts) groups.set(toKey(fact), [...(groups.get(toKey(fact)) ?? []), fact]);
  return groups;
}

/** Distinct ones of those that a bet was placed by or on. */
const count = (facts: readonly Fact[], of: (fact: Fact) => unknown) =>
  new Set(facts.filter(({ betsCount }) => betsCount > 0).map(of)).size;
const add = (facts: readonly Fact[], of: (fact: Fact) => number) =>
  facts.reduce((sum, fact) => sum + of(fact), 0);
const addMoney = (facts: readonly Fact[], of: (fact: Fact) => bigint) =>
  facts.reduce((sum, fact) => sum + of(fact), 0n);
const money = (cents: bigint) => formatDecimal(cents, 2);

/** The facts of each period that is shown, and of the period before: whole before `from`, cut within the first. */
function beside(facts: readonly Fact[], state: PageState) {
  const { by, from } = state;
  const all = groupBy(keep(facts, { ...state, from: '' }), ({ date }) => startOf(by, date));
  const shown = groupBy(keep(facts, state), ({ date }) => startOf(by, date));
  return [...shown]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([start, held]) => {
      const before = startBefore(by, start);
      const isShown = from === undefined || before >= startOf(by, from);
      return { start, held, before: (isShown ? shown : all).get(before) };
    });
}

export function plainTrend(facts: readonly Fact[], state: PageState): PlainRows {
  const measure = (held: readonly Fact[] | undefined) =>
    held === undefined
      ? [null, null, null, null]
      : [
          String(add(held, ({ betsCount }) => betsCount)),
          String(add(held, ({ stakedBetsCount }) => stakedBetsCount)),
          String(count(held, ({ player }) => player)),
          String(count(held, ({ game }) => game)),
        ];
  return beside(facts, state).map(({ start, held, before }) => [start, ...measure(held), ...measure(before)]);
}

export function plainMoney(facts: readonly Fact[], state: PageState): PlainRows {
  const amounts = (held: readonly Fact[]) => [
    addMoney(held, ({ realSpent }) => realSpent),
    addMoney(held, ({ bonusSpent }) => bonusSpent),
    addMoney(held, ({ realWon }) => realWon),
    addMoney(held, ({ bonusWon }) => bonusWon),
  ];
  /** None where players of a currency that nobody knows would be added up. */
  const show = (held: readonly Fact[], values: readonly bigint[]) => {
    const mixes = held.some(
      ({ player, attributes }) =>
        player !== held[0]?.player && !isCurrency(attributes.player_ccy_code ?? null),
    );
    return values.map((value) => (mixes ? null : money(value)));
  };
  const byCurrency = [...groupBy(facts, ({ attributes }) => String(attributes.player_ccy_code))];
  return byCurrency
    .flatMap(([currency, held]) => beside(held, state).map((period) => ({ currency, ...period })))
    .sort((a, b) => compareUtf8(a.start, b.start) || compareUtf8(a.currency, b.currency))
    .map(({ start, currency, held, before }) => {
      const [real = 0n, bonus = 0n, ...won] = amounts(held);
      const spent = Number(money(real)) + Number(money(bonus));
      const shown = show(held, [real, bonus, ...won]);
      const ratio = spent === 0 || shown[0] === null ? null : String(Number(money(bonus)) / spent);
      const previous = before ? show(before, amounts(before)) : [null, null, null, null];
      return [start, currency, ...shown, ratio, ...previous];
    });
}

export function plainRanking(facts: readonly Fact[], state: PageState, day: string): PlainRows {
  const rank = (held: readonly Fact[]) =>
    [...groupBy(held, ({ attributes }) => attributes.game_id as bigint)]
      .map(([game, of]) => ({ game, of, bets: add(of, ({ betsCount }) => betsCount) }))
      .filter(({ bets }) => bets > 0)
      .sort((a, b) => b.bets - a.bets || Number(a.game - b.game));
  const last = beside(facts, { ...state, from: later(state.from, startOf(state.by, day)) }).find(
    ({ start }) => start === startOf(state.by, day),
  );
  if (!last) return [];
  const before = rank(last.before ?? []);
  return rank(last.held)
    .slice(0, 50)
    .map(({ game, of, bets }, at) => {
      const place = before.findIndex((each) => each.game === game);
      const name = String(of[0]?.attributes.game_name);
      const players = String(count(of, ({ player }) => player));
      const was =
        place < 0 ? [null, null, null] : [String(place + 1), String(before[place]?.bets), String(place - at)];
      return [last.start, String(at + 1), String(game), name, String(bets), players, ...was];
    });
}

function later(from: string | undefined, start: string): string {
  return from !== undefined && from > start ? from : start;
}

/** By nearest rank: the smallest value that at least so many percent do not exceed. */
function nearestRank(sorted: readonly bigint[], percent: number): bigint | undefined {
  return sorted[Math.ceil((percent * sorted.length) / 100) - 1];
}

const percents = [10, 25, 50, 75, 90, 95, 99];

export function spreadOf(values: readonly bigint[], show: (value: bigint) => string): (string | null)[] {
  const sorted = [...values].sort((a, b) => (a < b ? -1 : 1));
  const of = (value: bigint | undefined) => (value === undefined ? null : show(value));
  const total = sorted.reduce((sum, value) => sum + value, 0n);
  const mean = sorted.length === 0 ? null : String(Number(show(total)) / sorted.length);
  return [
    String(sorted.length),
    mean,
    ...percents.map((percent) => of(nearestRank(sorted, percent))),
    of(sorted.at(-1)),
  ];
}

/** Bets of each player who placed some. */
export function betsOfPlayers(facts: readonly Fact[], state: PageState): bigint[] {
  return [...groupBy(keep(facts, state), ({ player }) => player).values()]
    .map((held) => BigInt(add(held, ({ betsCount }) => betsCount)))
    .filter((bets) => bets > 0n);
}

/** What each player spent, in cents, by currency that is known; those who spent some. */
export function spentByCurrency(facts: readonly Fact[], state: PageState): [string, bigint[]][] {
  const currencies = groupBy(keep(facts, state), ({ attributes }) => String(attributes.player_ccy_code));
  return [...currencies]
    .map(([currency, held]): [string, bigint[]] => {
      const spent = [...groupBy(held, ({ player }) => player).values()].map((of) =>
        addMoney(of, ({ realSpent, bonusSpent }) => realSpent + bonusSpent),
      );
      return [currency, spent.filter((cents) => cents > 0n)];
    })
    .filter(([currency, spent]) => isCurrency(currency) && spent.length > 0)
    .sort(([a], [b]) => compareUtf8(a, b));
}

/** How many players placed bets on how many distinct games. */
export function plainGames(facts: readonly Fact[], state: PageState): PlainRows {
  const players = [...groupBy(keep(facts, state), ({ player }) => player).values()];
  const games = players.map((held) => count(held, ({ game }) => game)).filter((each) => each > 0);
  return [...new Set(games)]
    .sort((a, b) => a - b)
    .map((each) => [String(each), String(games.filter((other) => other === each).length)]);
}
