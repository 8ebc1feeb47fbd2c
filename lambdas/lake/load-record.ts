import type { LandingObject } from './landing.ts';
import type { LoadRecord } from './ledger.ts';

/**
 * The record of an object of which nothing was loaded yet.
 *
 * @param dataset a data set's name, or `unsupported` where none takes the object
 */
export function emptyRecord<Name extends LoadRecord['dataset'] | 'unsupported'>(
  dataset: Name,
  object: Pick<LandingObject, 'key' | 'size' | 'source'>,
  loadId: string,
): Omit<LoadRecord, 'dataset'> & { dataset: Name } {
  return {
    dataset,
    landing_key: object.key,
    load_id: loadId,
    status: 'failed',
    object_version: null,
    object_size: object.size,
    source: object.source ?? null,
    replay_of: null,
    replay_of_version: null,
    replayed_lines: null,
    converter: '',
    attempt: '',
    loaded_dt: '',
    lines: 0,
    accepted: 0,
    quarantined: 0,
    blank: 0,
    unknown_fields: {},
    dates: [],
    files: [],
    quarantine_key: null,
    debits_negative: null,
    debits_positive: null,
    invalidations: [],
    error_code: null,
    error_message: null,
    error_version: null,
    error_converter: null,
    error_dt: null,
  };
}

/** Several lists of days as one, sorted, each day once. */
export function mergeDates(...lists: (readonly string[] | undefined)[]): string[] {
  return [...new Set(lists.flatMap((list) => list ?? []))].sort();
}
