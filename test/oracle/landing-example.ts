import type { LandedObject } from './landed-object.ts';

type Json = string | number | null;

/** A bets line of the day 2021-10-04 with what a test wants of it. */
export function bet(members: Record<string, Json>): Record<string, Json> {
  return {
    bet_id: 1,
    bet_dt: '2021-10-04 12:00:00',
    player_code: 'P1',
    partner_company_id: 133,
    game_id: 1,
    real_debit_amount: '0.00',
    real_credit_amount: '0.00',
    bonus_debit_amount: '0.00',
    bonus_credit_amount: '0.00',
    ...members,
  };
}

export function landed(key: string, ...lines: Record<string, Json>[]): LandedObject {
  const content = lines.map((line) => `${JSON.stringify(line)}\n`).join('');
  return { key, bytes: Buffer.from(content), lastModified: new Date('2021-10-04T00:00:00Z') };
}

export const OPTIONS = { now: new Date('2021-10-31T00:00:00Z') };
