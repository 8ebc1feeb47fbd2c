import { InvalidArgumentError, Option } from '@commander-js/extra-typings';
import { addDays, isDate, toDate } from '../../glue/calendar.ts';
import { formats } from '../output/print-result.ts';

/* Options that several commands have, each with one meaning. */
const defaultLake = '.betlake';
export const lakeOption = (folder = defaultLake) =>
  new Option('--lake <dir>', 'the folder of the lake').default(folder);
/** The option that a printed command needs to find the same lake. */
export const toLakeOption = (folder: string) => (folder === defaultLake ? '' : ` --lake ${folder}`);
/** Without a name, the stack of the default stage. */
export const athenaOption = () =>
  new Option('--athena [stack]', 'query the deployed lake of this stack, in Athena').argParser(readStack);
/** The stack that `npx cdk deploy` makes by default. */
export const defaultStack = 'Betlake-dev';
export const stackOption = () =>
  new Option('--stack <name>', 'the deployed stack').argParser(readStack).default(defaultStack);
export const fromOption = () =>
  new Option('--from <date>', `the first bet date: ${dateFormats}`).argParser(readDate);
export const toOption = () =>
  new Option('--to <date>', `the last bet date: ${dateFormats}`).argParser(readDate);
export const formatOption = () =>
  new Option('--format <format>', 'how rows are printed').choices(formats).default('table' as const);

/** Implies `--format csv`; `createProgram` refuses another format beside it. */
export const excelOption = () =>
  new Option(
    '--excel',
    'as CSV for a spreadsheet: marked as UTF-8, with an apostrophe before text that begins like a formula',
  ).implies({ format: 'csv' as const });

/** The dates that an option takes. */
export const dateFormats = 'YYYY-MM-DD, today, yesterday, today-7 or today+1; days are UTC days';

/** Names as CloudFormation takes them. */
function readStack(text: string): string {
  if (!/^[A-Za-z][A-Za-z0-9-]{0,127}$/.test(text))
    throw new InvalidArgumentError(
      `expected the name of a stack, of letters, digits and hyphens, got ${JSON.stringify(text)}`,
    );
  return text;
}

export function readCount(text: string): number {
  if (!/^\d{1,15}$/.test(text))
    throw new InvalidArgumentError(`expected a whole number from 0, got "${text}"`);
  return Number(text);
}

export function readPositive(text: string): number {
  const count = readCount(text);
  if (count === 0) throw new InvalidArgumentError('expected a whole number from 1, got 0');
  return count;
}

export function readRatio(text: string): number {
  const ratio = Number(text);
  if (text.trim() === '' || !(ratio >= 0 && ratio <= 1)) {
    throw new InvalidArgumentError(`expected a number from 0 to 1, got "${text}"`);
  }
  return ratio;
}

/** The date of an option as `YYYY-MM-DD`, relative to the UTC day on which the command runs. */
export function readDate(text: string): string {
  return resolveDate(text, new Date());
}

/**
 * A date by itself or by its distance in days from today.
 *
 * @returns `YYYY-MM-DD`
 * @throws InvalidArgumentError where the text is neither, or the day is not in the calendar of four-digit years
 */
export function resolveDate(text: string, now: Date): string {
  const relative = /^(?:(yesterday)|today([+-]\d{1,6})?)$/i.exec(text);
  const date = relative ? addDays(toDate(now), relative[1] ? -1 : Number(relative[2] ?? 0)) : text;
  if (!isDate(date)) {
    throw new InvalidArgumentError(`expected a date ${dateFormats}; got "${text}"`);
  }
  return date;
}

/** `a,b` and repeated options as one list. */
export function readList(text: string, before: readonly string[] = []): string[] {
  const names = text.split(',').map((name) => name.trim());
  return [...before, ...names.filter((name) => name !== '')];
}
