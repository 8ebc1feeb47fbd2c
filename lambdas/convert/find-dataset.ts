import type { Dataset } from '../../glue/dataset.ts';
import { datasets, isDatasetName } from '../../glue/datasets.ts';

/**
 * The data set that a landing key belongs to: its first folder, where the name ends in `.jsonl` or
 * `.jsonl.gz`, in any case.
 *
 * @returns undefined where no data set takes such a key
 */
export function findDataset(landingKey: string): Dataset | undefined {
  const end = landingKey.indexOf('/');
  const name = landingKey.slice(0, Math.max(end, 0));
  return isDatasetName(name) && /\.jsonl(\.gz)?$/i.test(landingKey) ? datasets[name] : undefined;
}
