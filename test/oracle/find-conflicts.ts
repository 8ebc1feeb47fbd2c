import { compareValues } from './compare-values.ts';
import { encodeKey } from './encode-key.ts';
import { compareEvents, toBetKey } from './find-winners.ts';
import { type BetRow, toSourceValues } from './read-landing.ts';

export interface Conflict {
  readonly bet_id: bigint;
  readonly bet_date: string;
  readonly rows_count: bigint;
  readonly reason: 'rows_differ' | 'several_dates';
}

/** The bets about which the accepted rows do not agree, by bet_id, date and reason. */
export function findConflicts(bets: readonly BetRow[]): Conflict[] {
  const conflicts = [...findDifferingRows(bets), ...findSeveralDates(bets)];
  return conflicts.sort(
    (a, b) =>
      compareValues(a.bet_id, b.bet_id) ||
      compareValues(a.bet_date, b.bet_date) ||
      compareValues(a.reason, b.reason),
  );
}

/** Rows of one key that differ though none of them has a newer last_event_dt than the others. */
function findDifferingRows(bets: readonly BetRow[]): Conflict[] {
  const rowsByBetAndDate = new Map<string, { bet: BetRow; rowsCount: number }>();
  for (const rows of gather(bets, toBetKey)) {
    const [bet] = rows;
    if (bet === undefined || rows.length === 1) continue;
    const newest = rows.reduce((held, row) => (compareEvents(row, held) > 0 ? row : held), bet);
    const level = rows.filter((row) => compareEvents(row, newest) === 0);
    if (new Set(level.map((row) => encodeKey(toSourceValues('bets', row)))).size === 1) continue;
    const key = encodeKey([bet.bet_id, bet.dt]);
    const held = rowsByBetAndDate.get(key);
    rowsByBetAndDate.set(key, { bet, rowsCount: (held?.rowsCount ?? 0) + rows.length });
  }
  return [...rowsByBetAndDate.values()].map(({ bet, rowsCount }) =>
    toConflict(bet, bet.dt, rowsCount, 'rows_differ'),
  );
}

function findSeveralDates(bets: readonly BetRow[]): Conflict[] {
  const conflicts: Conflict[] = [];
  for (const rows of gather(bets, (bet) => bet.bet_id.toString())) {
    const dates = gather(rows, (bet) => bet.dt);
    if (dates.length === 1) continue;
    for (const ofDate of dates) {
      const [bet] = ofDate;
      if (bet !== undefined) conflicts.push(toConflict(bet, bet.dt, ofDate.length, 'several_dates'));
    }
  }
  return conflicts;
}

function toConflict(bet: BetRow, betDate: string, rowsCount: number, reason: Conflict['reason']): Conflict {
  return { bet_id: bet.bet_id, bet_date: betDate, rows_count: BigInt(rowsCount), reason };
}

function gather(bets: readonly BetRow[], keyOf: (bet: BetRow) => string): BetRow[][] {
  const groups = new Map<string, BetRow[]>();
  for (const bet of bets) {
    const key = keyOf(bet);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [bet]);
    else group.push(bet);
  }
  return [...groups.values()];
}
