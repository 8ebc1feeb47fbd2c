import { expect } from 'vitest';
import { datasets } from '../../glue/datasets/index.ts';
import { toConverterId } from '../../lambdas/convert/converter-id.ts';
import { type PlainRow, toRowText } from '../client/local/plain-rows.ts';
import type { FakeCloudLake } from '../fake-aws/fake-cloud-lake.ts';
import { computeLake } from '../oracle/compute-lake.ts';
import type { LandedObject } from '../oracle/landed-object.ts';
import { days, settings } from './history.ts';
import { toPlayerAndGame } from './to-content.ts';
import type { LiveVersion, WriteWatch } from './watch-writes.ts';

/**
 * Queries a lake while others are at work (I3). A bet's rows of a day must be, whenever it is queried, those that some
 * version of each of its files gives, read by one converter and computed by one definition; and a day never goes back
 * to versions that were replaced before the query that saw it otherwise.
 */
export class QueryWatch {
  readonly #cloud: FakeCloudLake;
  readonly #watch: WriteWatch;
  /** By day and bet, the states that the last query can have seen. */
  readonly #seen = new Map<string, readonly State[]>();
  readonly #shown = new Map<string, string>();
  /** By converter, the first date that it lets in. */
  readonly #firstDates: ReadonlyMap<string, string>;

  constructor(cloud: FakeCloudLake, watch: WriteWatch) {
    this.#cloud = cloud;
    this.#watch = watch;
    const { limits } = cloud.convertContext;
    this.#firstDates = new Map(
      settings.map(({ firstDate }) => [toConverterId(datasets.bets, { firstDate, limits }), firstDate]),
    );
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
    for (const day of days) for (const bet of bets) this.#expectOneState(day, bet, activity);
  }

  #expectOneState(day: string, bet: number, activity: readonly PlainRow[]): void {
    const { player_code, game_id } = toPlayerAndGame(bet);
    const shown = toShown(
      activity.filter(
        (row) =>
          row.player_code === player_code && row.game_id === BigInt(game_id) && row.period_start === day,
      ),
    );
    const name = `${day} ${bet}`;
    const before = this.#seen.get(name);
    const states = this.#toStates(day, bet);
    const isShown = (state: State) =>
      settings.some(({ voidStatuses }) => this.#show(state, voidStatuses) === shown);
    const possible = states.filter(
      (state) => isShown(state) && (!before || before.some((old) => isNoOlder(state, old))),
    );
    if (possible.length === 0) {
      const were = before?.map((old) => this.#show(old, []));
      expect.fail(`bet ${bet} of ${day} is shown as no state of its files: ${shown}; before ${were?.[0]}`);
    }
    this.#seen.set(name, possible);
  }

  /** Every choice of one version for each file that ever had the bet on the day. */
  #toStates(day: string, bet: number): State[] {
    let states: State[] = [[]];
    for (const [key, versions] of this.#watch.live) {
      if (!key.startsWith('bets/')) continue;
      const choices = versions.map((version, place) => this.#toChoice(key, version, place, day, bet));
      if (choices.every(({ lines }) => lines.every((line) => line === ''))) continue;
      states = states.flatMap((state) => choices.map((choice) => [...state, choice]));
    }
    return states;
  }

  #toChoice(key: string, live: LiveVersion | null, place: number, day: string, bet: number): Choice {
    const version = this.#cloud.landing.versions(key).find((each) => each.versionId === live?.versionId);
    const isLetIn = day >= (this.#firstDates.get(live?.converter ?? '') ?? '');
    const lines = (isLetIn && version?.body.toString('utf8').split('\n')) || [];
    const isOfBet = (line: string) => line.includes(`"bet_id":${bet},`) && line.includes(`"bet_dt":"${day} `);
    return { key, place, lines: lines.map((line) => (isOfBet(line) ? line : '')) };
  }

  #show(state: State, voidStatuses: readonly string[]): string {
    const name = JSON.stringify([
      voidStatuses,
      state.map(({ key, lines }) => [key, lines.join('\n').trimEnd()]),
    ]);
    const known = this.#shown.get(name);
    if (known !== undefined) return known;
    const lastModified = this.#cloud.clock.now();
    const objects = state.map(
      ({ key, lines }): LandedObject => ({ key, lastModified, bytes: Buffer.from(lines.join('\n')) }),
    );
    const { views } = computeLake(objects, { now: lastModified, voidStatuses });
    const shown = toShown((views.activity_daily ?? []) as PlainRow[]);
    this.#shown.set(name, shown);
    return shown;
  }
}

interface Choice {
  readonly key: string;
  readonly place: number;
  /** The bet's lines of the day in their places, all others empty. */
  readonly lines: readonly string[];
}
type State = readonly Choice[];

function isNoOlder(state: State, old: State): boolean {
  return old.every(({ key, place }) => (state.find((choice) => choice.key === key)?.place ?? place) >= place);
}

function toShown(rows: readonly PlainRow[]): string {
  const lines = rows.map((row) =>
    toRowText(Object.fromEntries(shownColumns.map((name) => [name, row[name] ?? null]))),
  );
  return lines.sort().join('\n');
}

function expectDistinct(rows: readonly PlainRow[], key: string): void {
  const keys = rows.map((row) => String(row[key]));
  expect(keys).toEqual([...new Set(keys)]);
}

const bets = [1, 2, 3];
const shownColumns = [
  'period_start',
  'bet_transaction_type_id',
  'bets_count',
  'staked_bets_count',
  'real_spent_amount',
  'real_won_amount',
];
