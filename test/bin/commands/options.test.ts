import { describe, expect, test } from 'vitest';
import {
  athenaOption,
  defaultStack,
  formatOption,
  lakeOption,
  readCount,
  readDate,
  readList,
  readPositive,
  readRatio,
  stackOption,
} from '../../../bin/commands/options.ts';

describe('an option is read', () => {
  test.each([
    [readCount, '0', 0],
    [readCount, '007', 7],
    [readCount, '999999999999999', 999_999_999_999_999],
    [readPositive, '1', 1],
    [readRatio, '0', 0],
    [readRatio, '0.25', 0.25],
    [readRatio, '1', 1],
    [readDate, '2024-02-29', '2024-02-29'],
    [readDate, '0001-12-31', '0001-12-31'],
    [readList, ' a, b,,c ', ['a', 'b', 'c']],
    [readList, '', []],
  ] as const)('by %o from %j as %j', (read: (text: string) => unknown, text, value) => {
    expect(read(text)).toEqual(value);
  });

  test('that comes again adds to its list', () => {
    expect(readList('b,c', ['a'])).toEqual(['a', 'b', 'c']);
  });
});

describe('an option is refused', () => {
  test.each([
    [readCount, '', 'expected a whole number from 0, got ""'],
    [readCount, '-1', 'expected a whole number from 0, got "-1"'],
    [readCount, '1.5', 'expected a whole number from 0, got "1.5"'],
    [readCount, 'x1', 'expected a whole number from 0, got "x1"'],
    [readCount, '1x', 'expected a whole number from 0, got "1x"'],
    [readCount, '1000000000000000', 'expected a whole number from 0, got "1000000000000000"'],
    [readPositive, '0', 'expected a whole number from 1, got 0'],
    [readPositive, 'x', 'expected a whole number from 0, got "x"'],
    [readRatio, '', 'expected a number from 0 to 1, got ""'],
    [readRatio, ' ', 'expected a number from 0 to 1, got " "'],
    [readRatio, 'x', 'expected a number from 0 to 1, got "x"'],
    [readRatio, '-0.1', 'expected a number from 0 to 1, got "-0.1"'],
    [readRatio, '1.1', 'expected a number from 0 to 1, got "1.1"'],
    [readDate, '2023-02-29', 'expected a date YYYY-MM-DD, got "2023-02-29"'],
    [readDate, '2023-13-01', 'expected a date YYYY-MM-DD, got "2023-13-01"'],
    [readDate, '12023-01-01', 'expected a date YYYY-MM-DD, got "12023-01-01"'],
    [readDate, '2023-01-011', 'expected a date YYYY-MM-DD, got "2023-01-011"'],
    [readDate, '2023-1-1', 'expected a date YYYY-MM-DD, got "2023-1-1"'],
  ] as const)('by %o where it is %j', (read: (text: string) => unknown, text, message) => {
    expect(() => read(text)).toThrow(message);
  });
});

test('options that several commands have say what they are and what they are without', () => {
  const told = [lakeOption(), athenaOption(), stackOption(), formatOption()];
  expect(told.map(({ flags, description, defaultValue }) => [flags, description, defaultValue])).toEqual([
    ['--lake <dir>', 'the folder of the lake', '.betlake'],
    ['--athena [stack]', 'ask the deployed lake of this stack, in Athena', undefined],
    ['--stack <name>', 'the deployed stack', defaultStack],
    ['--format <format>', 'how rows are printed', 'table'],
  ]);
  expect(formatOption().argChoices).toEqual(['table', 'json', 'csv']);
  expect(defaultStack).toBe('Betlake-dev');
});
