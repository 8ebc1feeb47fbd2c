import { datasets, isDatasetName } from '../../glue/datasets/index.ts';
import { isLandingName } from '../../glue/landing-name.ts';
import type { Dataset } from '../../glue/schema.ts';

/**
 * The data set of a landing key: its first folder, where the file name is that of a landing file.
 *
 * @returns undefined where the key belongs to no data set
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
 * Whether an object only marks a folder or the end of a job, as S3's console and other tools write them: it
 * holds nothing to load.
 *
 * @param size of the object; one that is named like a folder may hold data
 */
export function isMarker(landingKey: string, size: number): boolean {
  return landingKey.endsWith('/') ? size === 0 : /(_\$folder\$|(^|\/)_SUCCESS)$/.test(landingKey);
}

function toFolderName(landingKey: string): string {
  return landingKey.slice(0, Math.max(landingKey.indexOf('/'), 0));
}
