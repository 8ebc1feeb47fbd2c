import { expect } from 'vitest';
import type { CloudLake } from '../cloud/cloud-lake.ts';
import { type PlainRow, toRowText } from '../local/plain-rows.ts';
import { computeLake } from '../oracle/compute-lake.ts';
import type { LandingObject } from '../oracle/landing-object.ts';
import { toPlayerAndGame } from './to-content.ts';
import type { WriteWatch } from './watch-writes.ts';

/**
 * Queries a lake while others are at work (I3). A bet's rows of a year must be, at every moment, those that
 * some version of each of its files gives, all days of the year together; and they never go back to versions
 * that were replaced before the query that saw it otherwise.
 */
export class QueryWatch {
  readonly #cloud: CloudLake;
  readonly #watch: WriteWatch;
  /** By year and bet, the states that the last query can have seen. */
  readonly #seen = new Map<string, readonly State[]>();
  readonly #shown = new Map<string, string>();

  constructor(cloud: CloudLake, watch: WriteWatch) {
    this.#cloud = cloud;
    this.#watch = watch;
  }

  async query(): Promise<void> {
    const tables = ['activity', 'player_dimension', 'game_dimension'];
    const rows = await this.#cloud.bench.reader.read(this.#cloud.store, tables);
    expectDistinct(rows.get('player_dimension') ?? [], 'player_code');
    expectDistinct(rows.get('game_dimension') ?? [], 'game_id');
    const activity = (rows.get('activity') ?? []).map((row) => ({
      ...row,
      period_start: row.bet_date ?? null,
    }));
    for (const year of years) for (const bet of bets) this.#expectOneState(year, bet, activity);
  }

  #expectOneState(year: string, bet: number, activity: readonly PlainRow[]): void {
    const { player_code, game_id } = toPlayerAndGame(bet);
    const shown = toShown(
      activity.filter(
        (row) =>
          row.player_code === player_code &&
          row.game_id === BigInt(game_id) &&
          String(row.period_start).startsWith(year),
      ),
    );
    const name = `${year} ${bet}`;
    const before = this.#seen.get(name);
    const possible = this.#toStates(bet).filter(
      (state) =>
        this.#show(state, year, bet) === shown && (!before || before.some((old) => isNoOlder(state, old))),
    );
    if (possible.length === 0) {
      const were = before?.map((old) => this.#show(old, year, bet));
      expect.fail(`bet ${bet} of ${year} is shown as no state of its files: ${shown}; before ${were?.[0]}`);
    }
    this.#seen.set(name, possible);
  }

  /** Every choice of one version for each file that ever had the bet, or of some days of its first. */
  #toStates(bet: number): State[] {
    let states: State[] = [[]];
    for (const [key, versions] of this.#watch.counting) {
      if (!key.startsWith('bets/')) continue;
      const choices = this.#toChoices(key, versions, bet);
      if (choices.every(({ days }) => days.length === 0)) continue;
      states = states.flatMap((state) => choices.map((choice) => [...state, choice]));
    }
    return states;
  }

  #toChoices(key: string, versions: readonly (string | null)[], bet: number): Choice[] {
    return versions.flatMap((versionId, place) => {
      const version = this.#cloud.landing.versions(key).find((each) => each.versionId === versionId);
      const lines = version?.body.toString('utf8').split('\n') ?? [];
      const ofBet = lines.map((line) => (line.includes(`"bet_id":${bet},`) ? line : ''));
      const whole = { key, place, lines: ofBet, days: toDays(ofBet) };
      return place === firstLoad ? toParts(whole) : [whole];
    });
  }

  #show(state: State, year: string, bet: number): string {
    const name = JSON.stringify([
      year,
      bet,
      state.map(({ key, lines }) => [key, lines.join('\n').trimEnd()]),
    ]);
    const known = this.#shown.get(name);
    if (known !== undefined) return known;
    const lastModified = this.#cloud.clock.now();
    const objects = state.map(
      ({ key, lines }): LandingObject => ({ key, lastModified, bytes: Buffer.from(lines.join('\n')) }),
    );
    const { views } = computeLake(objects, { now: lastModified });
    const ofYear = views.activity_daily?.filter((row) => String(row.period_start).startsWith(year));
    const shown = toShown((ofYear ?? []) as PlainRow[]);
    this.#shown.set(name, shown);
    return shown;
  }
}

interface Choice {
  readonly key: string;
  readonly place: number;
  /** The bet's lines in their places, all others empty. */
  readonly lines: readonly string[];
  /** The days that they are of. */
  readonly days: readonly string[];
}
type State = readonly Choice[];

function isNoOlder(state: State, old: State): boolean {
  return old.every(({ key, place, days }) => {
    const now = state.find((choice) => choice.key === key);
    if (!now || now.place > place) return true;
    return now.place === place && days.every((day) => now.days.includes(day));
  });
}

/** A file's first load moves no bet, so its days may be published one after another, each whole. */
function toParts(whole: Choice): Choice[] {
  let parts: Choice[] = [{ ...whole, days: [] }];
  for (const day of whole.days) {
    parts = parts.flatMap((part) => [part, { ...part, days: [...part.days, day] }]);
  }
  return parts.map((part) => ({
    ...part,
    lines: whole.lines.map((line) => (toDays([line]).some((day) => part.days.includes(day)) ? line : '')),
  }));
}

function toDays(lines: readonly string[]): string[] {
  return [...new Set(lines.flatMap((line) => /"bet_dt":"(\d{4}-\d{2}-\d{2}) /.exec(line)?.[1] ?? []))];
}

function toShown(rows: readonly PlainRow[]): string {
  const told = rows.map((row) =>
    toRowText(Object.fromEntries(shownColumns.map((name) => [name, row[name] ?? null]))),
  );
  return told.sort().join('\n');
}

function expectDistinct(rows: readonly PlainRow[], key: string): void {
  const keys = rows.map((row) => String(row[key]));
  expect(keys).toEqual([...new Set(keys)]);
}

/** Its place among the versions that counted: before it nothing did. */
const firstLoad = 1;
const years = ['2020', '2021'];
const bets = [1, 2, 3];
const shownColumns = [
  'period_start',
  'bet_transaction_type_id',
  'bets_count',
  'staked_bets_count',
  'real_spent_amount',
  'real_won_amount',
];
