import { compareUtf8, compareValues } from './compare-values.ts';
import { toPlayerKey } from './find-winners.ts';
import type { PlayerRow } from './read-landing.ts';

export interface PlayerConflict {
  readonly partner_company_id: bigint | null;
  readonly player_code: string;
  readonly player_ccy_code: string;
  readonly currencies_count: bigint;
  readonly first_landing_key: string;
  readonly last_landing_key: string;
}

/**
 * The players whose rows name more than one currency, with the one that their newest row names, by company and code.
 *
 * @param rows every accepted row
 * @param current the newest row of each player
 */
export function findPlayerConflicts(
  rows: readonly PlayerRow[],
  current: readonly PlayerRow[],
): PlayerConflict[] {
  const naming = new Map<string, PlayerRow[]>();
  for (const row of rows) {
    if (row.player_ccy_code === null) continue;
    const key = toPlayerKey(row.partner_company_id, row.player_code);
    naming.set(key, [...(naming.get(key) ?? []), row]);
  }
  const conflicts: PlayerConflict[] = [];
  for (const { partner_company_id, player_code, player_ccy_code } of current) {
    const named = naming.get(toPlayerKey(partner_company_id, player_code)) ?? [];
    const currencies = new Set(named.map((row) => row.player_ccy_code));
    if (currencies.size < 2) continue;
    const keys = named.map(({ landing_key }) => landing_key).sort(compareUtf8);
    conflicts.push({
      partner_company_id,
      player_code,
      player_ccy_code: player_ccy_code ?? 'none',
      currencies_count: BigInt(currencies.size),
      first_landing_key: keys[0] ?? '',
      last_landing_key: keys.at(-1) ?? '',
    });
  }
  return conflicts.sort(
    (a, b) =>
      compareValues(a.partner_company_id, b.partner_company_id) ||
      compareValues(a.player_code, b.player_code),
  );
}
