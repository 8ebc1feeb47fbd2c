import { toDateTime } from '../../glue/calendar.ts';
import { datasetNames } from '../../glue/datasets.ts';
import { landingEndings } from '../../glue/landing-name.ts';
import { StaleObjectError } from '../lake/errors.ts';
import { toLoadId, unsupportedKeyRecord } from '../lake/keys.ts';
import { emptyRecord } from '../lake/load-record.ts';
import type { ObjectStore } from '../lake/object-store.ts';

/**
 * Records a landing object that no data set takes, as a failed load of the data set `unsupported`, so that
 * whoever landed it under a wrong name finds it where loads are listed. The object itself is not looked at:
 * the functions have no right to what lies outside the data sets.
 *
 * @returns false where it was recorded before
 */
export async function recordUnsupportedKey(
  store: ObjectStore,
  landingKey: string,
  now: Date,
): Promise<boolean> {
  const loadId = toLoadId(landingKey);
  const folders = datasetNames.map((name) => `${name}/`).join(', ');
  const record = {
    ...emptyRecord('unsupported', { key: landingKey, size: 0 }, loadId),
    loaded_dt: toDateTime(now),
    error_code: 'unsupported_key',
    error_message: `${landingKey}: expected a key below ${folders} that ends in ${landingEndings}`,
    error_dt: toDateTime(now),
  };
  try {
    await store.put(unsupportedKeyRecord(loadId), `${JSON.stringify(record)}\n`, undefined);
    return true;
  } catch (error) {
    if (error instanceof StaleObjectError) return false;
    throw error;
  }
}
