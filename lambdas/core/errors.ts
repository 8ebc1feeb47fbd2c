/** Base of every error that Betlake raises on purpose: its message says what happened, where, and what to do. */
export class BetlakeError extends Error {
  override name = 'BetlakeError';
}

/** A conditional put was refused: somebody else has written the object since it was read. */
export class StaleObjectError extends BetlakeError {
  override name = 'StaleObjectError';
  readonly key: string;

  constructor(key: string, options?: ErrorOptions) {
    super(`${key} was changed by someone else since it was read; read it again and start over`, options);
    this.key = key;
  }
}

/** Why a whole landing object was refused; kept in the ledger as `error_code`. */
export type LoadFaultCode =
  | 'unsupported_key'
  | 'changed_while_read'
  | 'too_big'
  | 'bad_gzip'
  /** What it is instead of JSON Lines or a JSON array. */
  | 'utf_16'
  | 'csv'
  | 'columnar'
  | 'archive'
  | 'markup'
  | 'binary'
  /** How its objects follow each other instead of by line ends. */
  | 'glued_objects'
  | 'objects_with_commas'
  | 'objects_over_lines'
  | 'broken_array'
  | 'wrong_data_set'
  | 'no_line_accepted'
  /** More lines are refused than are kept, and more than half of all. */
  | 'too_many_faults'
  /** S3 has moved it to a class that must be restored before it can be read. */
  | 'archived'
  /** It would take out what an earlier version had loaded, and nobody has said that it is to. */
  | 'not_replaced';

/**
 * A landing object that cannot be loaded however often it is tried: nothing of it becomes visible and the
 * ledger keeps the reason. Anything else that goes wrong in a load is thrown as it is and tried again.
 */
export class LoadFault extends BetlakeError {
  override name = 'LoadFault';
  readonly code: LoadFaultCode;

  constructor(code: LoadFaultCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
