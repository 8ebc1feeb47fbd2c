/** Base of every error that Betlake throws itself: its message names what happened, where, and what to do. */
export class BetlakeError extends Error {
  override name = 'BetlakeError';
}

/** A conditional put was refused: another writer has replaced the object since it was read. */
export class StaleObjectError extends BetlakeError {
  override name = 'StaleObjectError';
  readonly key: string;

  constructor(key: string, options?: ErrorOptions) {
    super(`${key} was changed by another writer since it was read; read it again and start over`, options);
    this.key = key;
  }
}

/** Why a whole landing object was refused; kept in the ledger as `error_code`. */
export type LoadFaultCode =
  | 'unsupported_key'
  | 'changed_while_read'
  | 'too_big'
  | 'bad_gzip'
  /** The format of the object, where it is neither JSON Lines nor a JSON array. */
  | 'utf_16'
  | 'csv'
  | 'columnar'
  | 'archive'
  | 'markup'
  | 'binary'
  /** How its objects are separated, where not by line ends. */
  | 'glued_objects'
  | 'objects_with_commas'
  | 'objects_over_lines'
  | 'broken_array'
  | 'wrong_data_set'
  | 'no_line_accepted'
  /** More lines were refused than quarantine keeps, and more than half of all lines. */
  | 'too_many_faults'
  /** S3 has moved it to a storage class from which it must be restored before it can be read. */
  | 'archived'
  /** It would remove all rows or all dates that an earlier version had loaded, and was not confirmed (`--replace`). */
  | 'not_replaced';

/**
 * A landing object that no retry can load: nothing of it becomes visible, and the ledger keeps the reason.
 * Every other error of a load is thrown unchanged, and the load is retried.
 */
export class LoadFault extends BetlakeError {
  override name = 'LoadFault';
  readonly code: LoadFaultCode;

  constructor(code: LoadFaultCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
