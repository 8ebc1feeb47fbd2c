import type { Dataset } from '../../glue/dataset.ts';
import type { LoadRecord } from '../lake/ledger.ts';

/** What a version would put in the place of the one that is current. */
export type Replacement = Pick<LoadRecord, 'accepted' | 'dates'>;

/**
 * Asked before a version replaces another: says why it may not, in words for whoever brought it. What is current
 * then stays, and the record says `failed`, `not_replaced`.
 */
export type ReplacementGuard = (current: LoadRecord, next: Replacement) => string | undefined;

/**
 * What a version would drop that a correction would keep: every row, or every date. It is then more likely the
 * next export under the name of the last one, or a file that was cut to nothing.
 */
export function findDrop(
  dataset: Dataset,
  current: LoadRecord,
  next: Replacement,
): 'all_rows' | 'all_dates' | undefined {
  if (current.accepted === 0) return undefined;
  if (next.accepted === 0) return 'all_rows';
  // Only where rows tell their dates does another date mean other rows.
  if (dataset.partition.by !== 'column') return undefined;
  return next.dates.some((date) => current.dates.includes(date)) ? undefined : 'all_dates';
}
