import { openLakeForWriting } from '../../client/local/lake.ts';
import { openLakeForReading } from '../../client/local/query-lake.ts';
import { refreshDay } from '../../lambdas/rollup/refresh-day.ts';
import { refreshDimensionsOf } from '../../lambdas/rollup/refresh-dimension.ts';
import { listDays, rowsPerHundredStakes } from './day-of-bets.ts';
import { makeBets } from './make-bets.ts';
import { madeGames, madePlayers, makeRows } from './make-rows.ts';

export interface PageLakeOptions {
  /** Stakes. */
  readonly bets: number;
  readonly players: number;
  readonly days: number;
  /** Stakes of a player on a game, one after another: the fewer, the more rows the rollup has. */
  readonly stakesPerSession: number;
  readonly report?: (text: string) => void;
}

/** What was made. */
export interface MadePageLake {
  readonly bets: number;
  /** Of the rollup. */
  readonly rows: number;
  readonly players: number;
  readonly days: number;
}

const gamesCount = 1_000;

/** Makes a lake of days from 2021-01-01 on, rolled up; a few of its players and games are in no file. */
export async function makePageLake(
  folder: string,
  { bets, players: playersCount, days: daysCount, stakesPerSession, report = () => {} }: PageLakeOptions,
): Promise<MadePageLake> {
  const days = listDays('2021-01-01', daysCount);
  const lake = await openLakeForWriting(folder);
  try {
    const rowsPerFile = Math.ceil((bets * rowsPerHundredStakes) / 100 / daysCount);
    for (const [at, date] of days.entries()) {
      if (at % 30 === 0) report(`making day ${at + 1} of ${daysCount}`);
      await makeBets(lake, { date, rowsPerFile, filesCount: 1, playersCount, gamesCount, stakesPerSession });
    }
    await makeRows(lake, madePlayers, '2021-01-01', 0, Math.ceil(playersCount * 0.99));
    await makeRows(lake, madeGames, '2021-01-01', 1, gamesCount - 5);
    report('rolling up');
    await refreshDimensionsOf(lake, 'players');
    await refreshDimensionsOf(lake, 'games');
    for (const day of days) await refreshDay(lake, day);
  } finally {
    lake.close();
  }
  const reader = await openLakeForReading(folder);
  try {
    const sql = 'select sum(bets_count), count(*), count(distinct player_code) from activity';
    const [[counted, rows, players] = []] = (await reader.connection.runAndReadAll(sql)).getRows();
    return { bets: Number(counted), rows: Number(rows), players: Number(players), days: daysCount };
  } finally {
    await reader.close();
  }
}
