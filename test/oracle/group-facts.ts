import { type Fact, isCurrency } from './build-facts.ts';
import { compareLists, compareUtf8, type Value } from './compare-values.ts';
import { encodeKey } from './encode-key.ts';
import { createPeriodStart, type Grain } from './period-start.ts';

/** The facts of a period that share the values of some columns, added up; amounts in their smallest unit. */
export interface Group {
  readonly periodStart: string;
  /** Any fact of the group: its attributes hold what all share. */
  readonly sample: Fact;
  betsCount: number;
  stakedBetsCount: number;
  postingsCount: number;
  realSpent: bigint;
  bonusSpent: bigint;
  realWon: bigint;
  bonusWon: bigint;
  jackpotContribution: bigint;
  jackpotWin: bigint;
  fee: bigint;
  /** Whether it speaks of several players, with a bet or without, whose currency nobody knows. */
  mixesCurrencies: boolean;
  /**
   * Those who placed a bet, and what a bet was placed on. Absent where no measure needs them: hundreds of thousands of
   * sets would cost more than all else.
   */
  readonly players: Set<number> | undefined;
  readonly games: Set<number> | undefined;
  /** Those whose currency nobody knows, where they are kept. */
  readonly facts: Fact[];
}

export interface Grouping {
  readonly groupBy: readonly string[];
  /** Whether the facts of groups that mix currencies are kept. @default false */
  readonly keepsFacts?: boolean;
  readonly distinctPlayers: boolean;
  readonly distinctGames: boolean;
}

/** Gives a function that adds up the facts by the periods of a grain: groups ascending by period and values. */
export function createGrouper(facts: readonly Fact[], grouping: Grouping): (grain: Grain) => Group[] {
  const cells = numberCells(facts, grouping.groupBy);
  return (grain) => {
    const toPeriodStart = createPeriodStart(grain);
    const periods = new Map<string, Map<number, Group>>();
    facts.forEach((fact, at) => {
      const periodStart = toPeriodStart(fact.date);
      let groups = periods.get(periodStart);
      if (groups === undefined) {
        groups = new Map();
        periods.set(periodStart, groups);
      }
      const cell = cells[at] ?? 0;
      let group = groups.get(cell);
      if (group === undefined) {
        group = createGroup(periodStart, fact, grouping);
        groups.set(cell, group);
      }
      addFact(group, fact, grouping);
    });
    return [...periods]
      .sort(([a], [b]) => compareUtf8(a, b))
      .flatMap(([, groups]) => [...groups].sort(([a], [b]) => a - b).map(([, group]) => group));
  };
}

/** For each fact the place of its values among all values that there are: equal values, equal numbers. */
function numberCells(facts: readonly Fact[], columns: readonly string[]): number[] {
  const cells = new Map<string, { values: Value[]; number: number }>();
  const cellOf = facts.map((fact) => {
    const values = valuesOf(fact, columns);
    const key = encodeKey(values);
    let cell = cells.get(key);
    if (cell === undefined) {
      cell = { values, number: 0 };
      cells.set(key, cell);
    }
    return cell;
  });
  [...cells.values()]
    .sort((a, b) => compareLists(a.values, b.values))
    .forEach((cell, number) => {
      cell.number = number;
    });
  return cellOf.map((cell) => cell.number);
}

export function valuesOf(fact: Fact, columns: readonly string[]): Value[] {
  return columns.map((column) => {
    const value = fact.attributes[column];
    if (value === undefined) throw new Error(`expected a column that facts have, got ${column}`);
    return value;
  });
}

function createGroup(periodStart: string, sample: Fact, grouping: Grouping): Group {
  return {
    periodStart,
    sample,
    betsCount: 0,
    stakedBetsCount: 0,
    postingsCount: 0,
    realSpent: 0n,
    bonusSpent: 0n,
    realWon: 0n,
    bonusWon: 0n,
    jackpotContribution: 0n,
    jackpotWin: 0n,
    fee: 0n,
    mixesCurrencies: false,
    players: grouping.distinctPlayers ? new Set() : undefined,
    games: grouping.distinctGames ? new Set() : undefined,
    facts: [],
  };
}

function addFact(group: Group, fact: Fact, { keepsFacts }: Grouping): void {
  group.betsCount += fact.betsCount;
  group.stakedBetsCount += fact.stakedBetsCount;
  group.postingsCount += 1;
  group.realSpent = add(group.realSpent, fact.realSpent);
  group.bonusSpent = add(group.bonusSpent, fact.bonusSpent);
  group.realWon = add(group.realWon, fact.realWon);
  group.bonusWon = add(group.bonusWon, fact.bonusWon);
  group.jackpotContribution = add(group.jackpotContribution, fact.jackpotContribution);
  group.jackpotWin = add(group.jackpotWin, fact.jackpotWin);
  group.fee = add(group.fee, fact.fee);
  if (!isCurrency(fact.attributes.player_ccy_code ?? null)) {
    if (fact.player !== group.sample.player) group.mixesCurrencies = true;
    if (keepsFacts) group.facts.push(fact);
  }
  if (fact.betsCount === 0) return;
  group.players?.add(fact.player);
  group.games?.add(fact.game);
}

/** NULL sums as 0; a sum that does not change is kept, as a new whole number for each would fill the memory. */
function add(sum: bigint, amount: bigint | null): bigint {
  return amount === null || amount === 0n ? sum : sum + amount;
}
