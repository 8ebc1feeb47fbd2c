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

/** What to do about a fault, a sentence each; what is wrong with which value is in the fault's own message. */
export const faultHelp: Readonly<Record<FaultCode, string>> = {
  line_too_long: 'Write each record on a line of its own, and leave out what makes a single one so long.',
  not_utf8: 'Export the file as UTF-8: it holds bytes of another encoding.',
  not_json: 'Write one whole JSON object a line, with nothing before, between or after it.',
  not_an_object: 'Write each record as a JSON object, {"name": value, …}, not as an array or a bare value.',
  too_deep: 'Leave out what is nested so deeply, or write it as text.',
  duplicate_key: 'Name each field of a record once.',
  missing: 'Add the field to the record; if it goes by another name, rename it.',
  null: 'Give the field a value: a record cannot be told apart or dated without it.',
  wrong_type: 'Write the value as the kind of JSON value that the message names.',
  not_whole: 'Write a whole number, in digits alone.',
  out_of_range: 'Correct the number: it is beyond what the column can hold.',
  not_decimal: 'Write the amount as a decimal number, such as "12.50".',
  too_many_digits: 'Correct the amount: it has more digits than the column can hold.',
  too_many_decimals: 'Round the amount where it is exported, to the decimal places that the message names.',
  not_a_time: 'Write the time as YYYY-MM-DD HH:MM:SS in UTC, of a day that exists.',
  date_out_of_range:
    'Correct the date; if an early one is right, set first_date in lake.json (on AWS dateRange in cdk.json).',
  not_unicode: 'Correct the text: it holds half of a character that takes two.',
};

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
