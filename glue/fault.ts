/** What a fault code means, and what whoever makes the export can do about it. */
export interface FaultExplanation {
  readonly meaning: string;
  readonly fix: string;
}

/**
 * Everything that can be wrong with a line or with a value of it. The first of them concern the line as a whole, and
 * mostly the whole file; the others one column each.
 */
export const faultCodes = {
  line_too_long: {
    meaning: 'The line is longer than a line may be.',
    fix: 'Write one record on each line, and end every line with a line feed.',
  },
  not_utf8: {
    meaning: 'The line holds bytes that are not UTF-8.',
    fix: 'Export as UTF-8, or convert the file: iconv -f LATIN1 -t UTF-8 FILE.',
  },
  utf16: {
    meaning: 'The line is UTF-16 text.',
    fix: 'Export as UTF-8, or convert the file: iconv -f UTF-16 -t UTF-8 FILE.',
  },
  json_array: {
    meaning: 'The line is a JSON array, or a piece of one.',
    fix: 'Write each element on a line of its own, without brackets or commas: jq -c ".[]" FILE, with jq 1.7 or newer, which keeps every digit.',
  },
  several_records: {
    meaning: 'Several records are on one line.',
    fix: 'Write each record on a line of its own: jq -c . FILE, with jq 1.7 or newer, which keeps every digit.',
  },
  cut_off: {
    meaning: 'The line ends before its record does.',
    fix: 'Export the file again; write each record on one line, and land only files that are complete.',
  },
  csv_line: {
    meaning: 'The line looks like CSV.',
    fix: 'Export as JSON Lines: one JSON object a line, with the names of the columns.',
  },
  not_json: {
    meaning: 'The line is not JSON.',
    fix: 'Export as JSON Lines: one JSON object a line.',
  },
  not_an_object: {
    meaning: 'The line is JSON, but not an object.',
    fix: 'Write each record as an object: {"name": value, …}.',
  },
  too_deep: {
    meaning: 'Objects or arrays are nested too deep.',
    fix: 'Leave the deeply nested field out of the export.',
  },
  duplicate_key: {
    meaning: 'The line has the same field twice.',
    fix: 'Export each field once: which of the two values is right, only the source knows.',
  },
  missing: {
    meaning: 'The line lacks a required field.',
    fix: 'Export the field under the name of the column.',
  },
  null: {
    meaning: 'A required field is null, empty or only spaces.',
    fix: 'Export its value; without it the record cannot be counted.',
  },
  wrong_type: {
    meaning: 'The value is of another JSON type than the column.',
    fix: 'Export numbers as numbers or in quotes, texts and times in quotes.',
  },
  not_whole: {
    meaning: 'The value is not a whole number.',
    fix: 'Export the whole number; a fraction other than zero would be lost.',
  },
  out_of_range: {
    meaning: 'The whole number does not fit 64 bits, or the time is outside the years 0001 to 9999.',
    fix: 'Correct the value at its source.',
  },
  not_decimal: {
    meaning: 'The value is not a decimal number.',
    fix: 'Export plain digits with a point: no plus, spaces, thousands separators or leading zeros.',
  },
  too_many_digits: {
    meaning: 'The decimal has more digits before the point than the column holds.',
    fix: 'Correct the value at its source.',
  },
  too_many_decimals: {
    meaning: 'The value has more decimal places than the column keeps; a digit would be lost.',
    fix: 'Round at the source to what the column keeps: times to the millisecond, amounts to their scale.',
  },
  not_a_time: {
    meaning: 'The value does not name a time that exists.',
    fix: 'Export as YYYY-MM-DD HH:MM:SS in UTC, or as ISO 8601 with T, Z or an offset.',
  },
  date_out_of_range: {
    meaning: 'The date is before the first day of the lake, or later than the day after the load.',
    fix: 'Correct the time at its source; if an early one is right, set first_date in lake.json (on AWS dateRange in cdk.json).',
  },
  not_unicode: {
    meaning: 'The text holds half of a surrogate pair, which is not a character.',
    fix: 'Do not cut texts within a character.',
  },
  nul_character: {
    meaning: 'The text holds the character U+0000, which many programs take for the end of a text.',
    fix: 'Remove the character from the text at its source.',
  },
} as const satisfies Readonly<Record<string, FaultExplanation>>;

/** What can be wrong with a line or with a value of it. */
export type FaultCode = keyof typeof faultCodes;

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
