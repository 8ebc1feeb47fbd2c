import { datasets, isDatasetName } from '../../glue/datasets/index.ts';
import { isLandingName } from '../../glue/landing-name.ts';
import type { Dataset } from '../../glue/schema.ts';

/**
 * The data set that a landing key belongs to: its first folder, where the name is that of a landing file.
 *
 * @returns undefined where no data set takes such a key
 */
export function findDataset(landingKey: string): Dataset | undefined {
  const name = toFolderName(landingKey);
  return isDatasetName(name) && isLandingName(landingKey) ? datasets[name] : undefined;
}

/** Whether a key is below the folder of a data set, where the functions may read. */
export function isBelowDataset(landingKey: string): boolean {
  return isDatasetName(toFolderName(landingKey));
}

/**
 * Whether an object only marks a folder or the end of a job, as tools and S3's console write them: there is nothing in
 * it to load.
 *
 * @param size of the object; one that is called like a folder may hold something all the same
 */
export function isMarker(landingKey: string, size: number): boolean {
  return landingKey.endsWith('/') ? size === 0 : /(_\$folder\$|(^|\/)_SUCCESS)$/.test(landingKey);
}

function toFolderName(landingKey: string): string {
  return landingKey.slice(0, Math.max(landingKey.indexOf('/'), 0));
}
