import { InvalidArgumentError, Option } from '@commander-js/extra-typings';
import { isDay } from '../../glue/derive/instant-reader.ts';
import { formats } from '../output/print-result.ts';

/** Options that several commands have, each with one meaning. */
export const lakeOption = () => new Option('--lake <dir>', 'the folder of the lake').default('.betlake');
/** Without a name, the stack of the default stage. */
export const athenaOption = () =>
  new Option('--athena [stack]', 'ask the deployed lake of this stack, in Athena').argParser(readStack);
/** The stack that `npx cdk deploy` makes when nothing else is said. */
export const defaultStack = 'Betlake-dev';
export const stackOption = () =>
  new Option('--stack <name>', 'the deployed stack').argParser(readStack).default(defaultStack);
export const formatOption = () =>
  new Option('--format <format>', 'how rows are printed').choices(formats).default('table' as const);

/** As CloudFormation takes them. */
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

export function readDate(text: string): string {
  const parts = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  if (!parts || !isDay(Number(parts[1]), Number(parts[2]), Number(parts[3]))) {
    throw new InvalidArgumentError(`expected a date YYYY-MM-DD, got "${text}"`);
  }
  return text;
}

/** `a,b` and repeated options as one list. */
export function readList(text: string, before: readonly string[] = []): string[] {
  const names = text.split(',').map((name) => name.trim());
  return [...before, ...names.filter((name) => name !== '')];
}
