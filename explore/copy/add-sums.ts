import type { DuckDBConnection } from '@duckdb/node-api';
import { groupNames } from './groups.ts';
import { toPairsSql } from './pairs.ts';
import { periodNumbers } from './periods.ts';
import { findSumTypes, summedColumns } from './sum-types.ts';
import { toWeekTables } from './weeks.ts';

/**
 * Adds to a copy what is added up beforehand:
 *
 * - `sums`: measures by day and combinations of codes, for what adds up over players and games;
 * - `player_weeks`, `game_weeks`: those of players and games by week, and what is distinct among them.
 *
 * @param connection of the copy's file
 */
export async function addSums(connection: DuckDBConnection): Promise<void> {
  const measures = Object.values(summedColumns);
  await connection.run(`create table sums as
select ${[...Object.values(periodNumbers), ...groupNames].join(', ')}, ${measures.map((name) => `sum(${name}) as ${name}`).join(', ')}
from activity
group by all
order by day_number`);

  const week = periodNumbers.week;
  const sql = `select (select count(*) from games), (select coalesce(max(${week}), 0) + 1 from activity)`;
  const [[games = 0, weeks = 1] = []] = (await connection.runAndReadAll(sql)).getRows();
  const read = [week, 'player', 'game', 'player_group', 'game_group', ...measures];
  const pairs = toPairsSql('activity', Number(games), { name: week, count: Number(weeks) }, read);
  for (const statement of toWeekTables(pairs, await findSumTypes(connection)))
    await connection.run(statement);
  await connection.run('checkpoint');
}
