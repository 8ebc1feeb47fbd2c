/** What can be wrong with a line or with a value of it. */
export type FaultCode =
  | 'line_too_long'
  | 'not_utf8'
  | 'not_json'
  | 'not_an_object'
  | 'too_deep'
  | 'duplicate_key'
  | 'missing'
  | 'null'
  | 'wrong_type'
  | 'not_whole'
  | 'out_of_range'
  | 'not_decimal'
  | 'too_many_digits'
  | 'too_many_decimals'
  | 'not_a_time'
  | 'date_out_of_range'
  | 'not_unicode';

/** One reason why a line was refused. */
export interface Fault {
  /** The column, or null where the line as a whole is at fault. */
  readonly column: string | null;
  readonly code: FaultCode;
  /** What was wanted and what was got. */
  readonly message: string;
}

/**
 * A value as a message shows it: short, and whole characters alone. Half of a surrogate pair, which a cut or a
 * foreign message can leave, is no JSON to the engine: it could not read the quarantine any more.
 */
export function showValue(raw: string): string {
  return (raw.length > 60 ? `${raw.slice(0, 57)}...` : raw).toWellFormed();
}
