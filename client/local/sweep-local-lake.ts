import { toConverterIds } from '../../lambdas/convert/converter-id.ts';
import type { LoadRecord } from '../../lambdas/core/ledger.ts';
import { sweepFiles } from '../../lambdas/sweep/sweep-files.ts';
import { toNameList } from './find-landing-files.ts';
import type { LocalLake } from './lake.ts';

/**
 * Removes the data files that nothing names, and finds the loads that another converter wrote: under another first
 * date, or by another version of Betlake. Their landing files may be anywhere, or gone, so that unlike in the
 * cloud only the user can have them read again.
 *
 * @returns records of such loads, a thousand of a data set at most
 */
export async function sweepLocalLake(lake: LocalLake): Promise<LoadRecord[]> {
  const { outdated } = await sweepFiles(lake.store, lake.now(), toConverterIds(lake));
  const records: LoadRecord[] = [];
  for (const [dataset, loads] of outdated) records.push(...(await loads.listRecords(lake.store, dataset)));
  return records.sort((a, b) => (a.landing_key < b.landing_key ? -1 : 1));
}

/** What to do about such loads, for whoever has changed the first date or updated Betlake. */
export function describeOutdated(records: readonly LoadRecord[]): string {
  const one = records.length === 1;
  const paths = records.map(({ source, landing_key: key }) => source ?? key);
  return `${one ? '1 file was' : `${records.length} files were`} read under another first_date than lake.json has now, or by another version of Betlake; ${one ? 'its' : 'their'} rows and refused lines stay as they are until ${one ? 'it is' : 'they are'} ingested again: ${toNameList(paths)}`;
}
