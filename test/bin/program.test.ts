import { readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { createProgram } from '../../bin/program.ts';

/** What the command line says of arguments that it does not take. */
async function refusalOf(...args: string[]): Promise<string> {
  let output = '';
  const program = createProgram();
  for (const command of [program, ...program.commands]) {
    command.exitOverride().configureOutput({ writeErr: (text) => (output += text), writeOut: () => {} });
  }
  await expect(program.parseAsync(['node', 'betlake', ...args])).rejects.toMatchObject({ exitCode: 1 });
  return output;
}

test.each(createProgram().commands.map((command) => [command.name(), command] as const))(
  '%s says in a sentence what it does',
  (name, command) => {
    const help = command.helpInformation();
    expect(help).toContain(`Usage: betlake ${name}`);
    expect(command.description()).toMatch(/^[A-Z].*\.$/s);
    for (const option of command.options) expect(option.description).not.toBe('');
  },
);

test.each(['--version', '-V'])('%s prints the version of the package', async (option) => {
  let printed = '';
  const program = createProgram()
    .exitOverride()
    .configureOutput({ writeOut: (text) => (printed += text) });
  await expect(program.parseAsync(['node', 'betlake', option])).rejects.toMatchObject({ exitCode: 0 });
  const { version } = JSON.parse(await readFile(new URL('../../package.json', import.meta.url), 'utf8'));
  expect(printed).toBe(`${version}\n`);
});

describe('metrics', () => {
  test.each([
    [['--by', 'month', '--where', 'nope=1'], /no column "nope".*; there are .*country_code, /],
    [['--by', 'month', '--where', 'country_code'], /expected COLUMN=VALUE, got "country_code"/],
    [['--by', 'month', '--slice', 'nope'], /no column "nope".*; there are .*country_code, /],
    [['--by', 'decade'], /Allowed choices are day, week, month, year, all/],
    [[], /required option '--by <period>'/],
    [['--by', 'day', '--from', '2021-02-30'], /expected a date YYYY-MM-DD, today, .*; got "2021-02-30"/],
    [['--by', 'day', '--top', '0'], /expected a whole number from 1/],
  ])('refuses %j and says what there is', async (args, message) => {
    expect(await refusalOf('metrics', 'bets-per-player', ...args)).toMatch(message);
  });

  test('refuses a metric that does not exist and lists those that do', async () => {
    expect(await refusalOf('metrics', 'profit', '--by', 'day')).toContain('most-played-games');
  });
});

test.each(createProgram().commands.map((command) => [command.name(), command] as const))(
  '%s that prints or writes CSV does so for a spreadsheet too',
  (_, command) => {
    const takesCsv = command.options.some(({ argChoices }) => argChoices?.includes('csv'));
    expect(command.options.some(({ long }) => long === '--excel')).toBe(takesCsv);
  },
);

test('--excel is refused with any format but CSV', async () => {
  const program = createProgram();
  const refused = program.parseAsync(['node', 'betlake', 'query', 'select 1', '--excel', '--format', 'json']);
  await expect(refused).rejects.toThrow(
    '--excel writes CSV and cannot be combined with --format json; leave out one of them',
  );
});

test('sample refuses a ratio beyond 1', async () => {
  expect(await refusalOf('sample', '--out', 'x', '--bad-ratio', '2')).toContain(
    'expected a number from 0 to 1, got "2"',
  );
});

test.each(["x'; drop", '../../x', '', 'a\nb', 'x'.repeat(129), 'arn:aws:s3:::bucket'])(
  '--athena and --stack take the name of a stack alone, before any request: %j',
  async (name) => {
    const output = 'expected the name of a stack, of letters, digits and hyphens';
    expect(await refusalOf('query', 'select 1', `--athena=${name}`)).toContain(output);
    expect(await refusalOf('reload', '--all', `--stack=${name}`)).toContain(output);
  },
);
