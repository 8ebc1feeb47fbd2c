import type { CastingContext, Options } from 'csv-stringify';

/** Marks text as UTF-8 for a spreadsheet; without it, Excel assumes the encoding of its country. */
export const byteOrderMark = '\ufeff';

/**
 * The options of csv-stringify for a file that a spreadsheet opens: a text that begins as a formula does (`=`, `+`,
 * `-`, `@`, tab, carriage return, or one of the first four in full width) gets an apostrophe in front of it, which
 * OWASP advises against CSV injection: quotes alone do not keep a spreadsheet from running what they hold. Numbers
 * stay as they are, negative ones too.
 *
 * The page in the browser and the command line share it, each with csv-stringify's build of its own.
 *
 * @param isNumber of each column, in their order
 */
export function toSpreadsheetOptions(isNumber: readonly boolean[]): Options {
  return {
    escape_formulas: true,
    cast: {
      string: (value: string, { column }: CastingContext) =>
        isNumber[Number(column)] && value.startsWith('-') ? { value, escape_formulas: false } : value,
    },
  };
}
