import type { Dataset } from '../../glue/dataset.ts';
import { datasets, isDatasetName } from '../../glue/datasets.ts';

/** Whether a name is one that landing files have: it ends in `.json`, `.jsonl` or `.ndjson`, or one of these and `.gz`. */
export function isLandingName(name: string): boolean {
  return /\.(jsonl?|ndjson)(\.gz)?$/i.test(name);
}

/**
 * The data set that a landing key belongs to: its first folder, where its name is one that landing files have.
 *
 * @returns undefined where no data set takes such a key
 */
export function findDataset(landingKey: string): Dataset | undefined {
  const end = landingKey.indexOf('/');
  const name = landingKey.slice(0, Math.max(end, 0));
  return isDatasetName(name) && isLandingName(landingKey) ? datasets[name] : undefined;
}
