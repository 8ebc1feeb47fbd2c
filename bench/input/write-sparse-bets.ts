import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

export interface SparseBets {
  /** Bets go into the folder `bets` below it. */
  readonly out: string;
  readonly files: number;
  readonly linesPerFile: number;
  readonly minutesBetweenLines: number;
}

/** The time of the first bet: the first date that a lake takes unless its settings name another. */
const begin = Date.UTC(2015, 0, 1);

/** Writes few bets over many days or files: what a day or a file costs itself. The same arguments make the same bytes. */
export async function writeSparseBets(bets: SparseBets): Promise<void> {
  const folder = join(bets.out, 'bets');
  await mkdir(folder, { recursive: true });
  for (let file = 0; file < bets.files; file++) {
    const first = file * bets.linesPerFile;
    const times = Array.from({ length: bets.linesPerFile }, (_, at) =>
      new Date(begin + (first + at) * bets.minutesBetweenLines * 60_000).toISOString(),
    );
    const lines = times.map((time, at) => toBetLine(first + at, time.slice(0, 19).replace('T', ' ')));
    const name = `${times[0]?.slice(0, 16).replace(':', '')}.jsonl`;
    await writeFile(join(folder, name), `${lines.join('\n')}\n`);
  }
}

function toBetLine(number: number, time: string): string {
  return `{"bet_id": ${28_412_000_000 + number}, "bet_dt": "${time}", "player_code": "P${number % 1000}", "game_id": ${number % 50}, "real_debit_amount": "-${1 + (number % 90)}.50", "real_credit_amount": "0.00", "bonus_debit_amount": "0.00", "bonus_credit_amount": "0.00", "bet_channel_code": "C", "bet_status_code": "A", "player_jackpot_contribution_amount": "0.00000", "player_jackpot_win_amount": null, "bet_action_id": 10, "bet_transaction_type_id": 1, "last_event_dt": "${time}", "game_odds": null, "fee_amount": "0.00", "operating_company_id": 1, "partner_company_id": 133, "brand_id": null}`;
}
