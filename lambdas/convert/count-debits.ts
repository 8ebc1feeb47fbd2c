import type { Dataset } from '../../glue/dataset.ts';
import { type DebitSigns, toDebitSignsSql } from '../../glue/debit-signs.ts';
import { toCuratedColumns } from '../../glue/derive/to-curated-columns.ts';
import { toRows } from '../../glue/derive/to-rows.ts';
import type { Engine } from '../lake/engine.ts';

/**
 * Counts the rows of a load by the sign of their debits, from two columns of its local curated files.
 *
 * @returns nulls for a data set that has no debits
 */
export async function countDebits(
  engine: Engine,
  dataset: Dataset,
  paths: readonly string[],
): Promise<DebitSigns> {
  if (dataset.name !== 'bets') return { debits_negative: null, debits_positive: null };
  const [row] = await engine.rows(toDebitSignsSql(toRows(toCuratedColumns(dataset), paths)));
  return {
    debits_negative: Number(row?.debits_negative),
    debits_positive: Number(row?.debits_positive),
  };
}
