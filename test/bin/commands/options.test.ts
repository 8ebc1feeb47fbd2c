import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import {
  athenaOption,
  defaultStack,
  excelOption,
  formatOption,
  lakeOption,
  readCount,
  readDate,
  readList,
  readPositive,
  readRatio,
  resolveDate,
  stackOption,
  toLakeOption,
} from '../../../bin/commands/options.ts';
import { startCommand } from '../../../bin/commands/start.ts';

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
    [readDate, '2023-02-29', 'days are UTC days; got "2023-02-29"'],
    [readDate, '2023-13-01', 'days are UTC days; got "2023-13-01"'],
    [readDate, '12023-01-01', 'days are UTC days; got "12023-01-01"'],
    [readDate, '2023-01-011', 'days are UTC days; got "2023-01-011"'],
    [readDate, '2023-1-1', 'days are UTC days; got "2023-1-1"'],
  ] as const)('by %o where it is %j', (read: (text: string) => unknown, text, message) => {
    expect(() => read(text)).toThrow(message);
  });
});

test('a sample goes into a lake of its own, which the commands it prints name', () => {
  const [lake] = startCommand().options;
  expect(lake?.defaultValue).toBe('.betlake-sample');
  expect(toLakeOption('.betlake-sample')).toBe(' --lake .betlake-sample');
  expect(toLakeOption('.betlake')).toBe('');
});

test('git ignores the lake that start makes, and the linter ignores what git does', () => {
  const read = (path: string) => readFileSync(new URL(`../../../${path}`, import.meta.url), 'utf8');
  expect(read('.gitignore').split('\n')).toContain('.betlake*/');
  expect(JSON.parse(read('biome.json'))).toMatchObject({ vcs: { enabled: true, useIgnoreFile: true } });
});

test('options of several commands have a description and a default', () => {
  const options = [lakeOption(), athenaOption(), stackOption(), formatOption(), excelOption()];
  expect(options.map(({ flags, description, defaultValue }) => [flags, description, defaultValue])).toEqual([
    ['--lake <dir>', 'the folder of the lake', '.betlake'],
    ['--athena [stack]', 'query the deployed lake of this stack, in Athena', undefined],
    ['--stack <name>', 'the deployed stack', defaultStack],
    ['--format <format>', 'how rows are printed', 'table'],
    ['--excel', expect.stringMatching(/^as CSV for a spreadsheet: /), undefined],
  ]);
  expect(formatOption().argChoices).toEqual(['table', 'json', 'csv']);
  expect(defaultStack).toBe('Betlake-dev');
});

describe('a date is read by its distance in days from today, of UTC', () => {
  // Half an hour before midnight in UTC is the next day already where many people are.
  const now = new Date('2024-02-28T23:30:00Z');

  test.each([
    ['today', '2024-02-28'],
    ['Today', '2024-02-28'],
    ['yesterday', '2024-02-27'],
    ['today-0', '2024-02-28'],
    ['today-7', '2024-02-21'],
    ['today-59', '2023-12-31'],
    ['today+1', '2024-02-29'],
    ['today+2', '2024-03-01'],
    ['2021-10-04', '2021-10-04'],
  ])('%s is %s', (text, date) => {
    expect(resolveDate(text, now)).toBe(date);
  });

  test.each([
    'tomorrow',
    'today-',
    'today-1.5',
    'today--1',
    'today - 7',
    'yesterday-1',
    '-7',
    'today-999999',
  ])('%s is refused with what there is', (text) => {
    expect(() => resolveDate(text, now)).toThrow(
      `expected a date YYYY-MM-DD, today, yesterday, today-7 or today+1; days are UTC days; got "${text}"`,
    );
  });

  test('is read from the current day where no clock is given', () => {
    const before = new Date();
    const read = readDate('today');
    expect([resolveDate('today', before), resolveDate('today', new Date())]).toContain(read);
  });
});
