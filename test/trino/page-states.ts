import { collectRows, type LakeQueries, type Result } from '../../client/queries/result.ts';
import type { PageState } from '../../explore/contract.ts';
import { type Period, periods } from '../../glue/metrics/index.ts';

/** A state of the page, and the last day with bets, which its ranking is of. */
export interface QueriedState {
  readonly state: PageState;
  readonly lastDate: string | null;
}

/** A state of each period: with and without dates that cut one, with filters on values that the lake has. */
export async function spreadStates(lake: LakeQueries, from: string): Promise<QueriedState[]> {
  const sql = `select max(bet_date) as last, min(coalesce(player_ccy_code, 'none')) as currency,
  min(bet_channel_code) as channel from activity
left join player_dimension as players on activity.player_code = players.player_code`;
  const [found] = await collectRows(await lake.run(sql));
  const lastDate = found?.last == null ? null : String(found.last);
  const channel = String(found?.channel ?? '');
  const where = [
    { column: 'player_ccy_code', value: String(found?.currency ?? 'EUR') },
    { column: 'bet_channel_code', value: channel.includes('\0') ? '' : channel },
    { column: 'bet_channel_code', value: '' },
  ];
  return (Object.keys(periods) as Period[]).map((by, at) => ({
    state: { by, where: at % 2 === 0 ? [] : where, ...(at > 1 && { from }) },
    lastDate,
  }));
}

/** Means and ratios are doubles, of sums that one engine turns into a double in one step and the other in two. */
export function withRoundedDoubles({ columns, batches }: Result): Result {
  async function* rounded() {
    for await (const rows of batches) {
      yield rows.map((row) =>
        row.map((value) => (typeof value === 'number' ? Number(value.toPrecision(14)) : value)),
      );
    }
  }
  return { columns, batches: rounded() };
}
