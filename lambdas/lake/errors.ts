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
  | 'archived'
  | 'bad_gzip'
  | 'changed_while_read'
  | 'too_big'
  | 'too_many_faults'
  | 'unsupported_key';

/**
 * A landing object that cannot be loaded however often it is tried: nothing of it becomes visible and the
 * ledger keeps the reason. Anything else that goes wrong in a load is thrown as it is and tried again.
 */
export class LoadFault extends BetlakeError {
  override name = 'LoadFault';
  readonly code: LoadFaultCode;
  /** The local file of the lines that it was refused for, where there is one. */
  readonly quarantinePath: string | null;

  constructor(
    code: LoadFaultCode,
    message: string,
    { quarantinePath, ...options }: ErrorOptions & { readonly quarantinePath?: string } = {},
  ) {
    super(message, options);
    this.code = code;
    this.quarantinePath = quarantinePath ?? null;
  }
}
