import { type ActivityDefinition, toOtherSign } from './rollups/definition.ts';

type Sign = ActivityDefinition['debits'];

/** Rows of bets by the sign of their debits, as the ledger keeps them, whatever the setting is. */
export interface DebitSigns {
  /** Rows of which a debit is below zero; null where it was not counted. */
  readonly debits_negative: number | null;
  readonly debits_positive: number | null;
}

/** The columns of bets that are debits. */
export const debitNames: readonly string[] = ['real_debit_amount', 'bonus_debit_amount'];

/** Whether all debits that are not zero have the opposite sign of the setting. */
export function hasOtherSign(seen: DebitSigns, debits: Sign): boolean {
  const other = toOtherSign(debits);
  return seen[`debits_${debits}`] === 0 && (seen[`debits_${other}`] ?? 0) > 0;
}

/**
 * The message about files whose debits all have the opposite sign of the setting.
 *
 * @param files how many, and the key of one of them
 * @param remedy where the setting is and what to do then: `lake.json and ingest again`
 */
export function explainOtherSign(
  files: { readonly count: number; readonly example: string },
  debits: Sign,
  remedy: string,
): string {
  const other = toOtherSign(debits);
  const which = files.count === 1 ? files.example : `${files.count} files, such as ${files.example},`;
  const side = { negative: 'below', positive: 'above' }[other];
  return `every debit of ${which} is ${side} zero, but the setting says that debits are ${debits}: what was spent comes out with a minus, and no bet counts as staked. Where the platform writes its debits so, set "debits": "${other}" in ${remedy}`;
}
