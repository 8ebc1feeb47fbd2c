import { beforeAll, describe, expect, test, vi } from 'vitest';
import { metricsCommand } from '../../../bin/commands/metrics.ts';
import { type MetricQuery, toMetricSql } from '../../../glue/metrics/index.ts';
import { sliceNames } from '../../../glue/slices.ts';
import { makeLake, type TempLake } from '../../client/local/temp-lake.ts';
import { bet, landed } from '../../oracle/landing-example.ts';

let lake: TempLake;
let none: TempLake;

const stake = (members: Parameters<typeof bet>[0]) => bet({ bet_transaction_type_id: 1, ...members });

beforeAll(async () => {
  lake = await makeLake();
  const bets = Array.from({ length: 62 }, (_, at) => stake({ bet_id: at, bet_channel_code: `C${100 + at}` }));
  await lake.ingest([
    landed('bets/a.jsonl', ...bets, stake({ bet_id: 99 })),
    landed('players/a.jsonl', { partner_company_id: 133, player_code: 'P1', country_code: 'a=b' }),
  ]);
  none = await makeLake();
  await none.ingest([landed('games/a.jsonl', { game_id: 1 })]);
});

/** Runs the command in this process; gives what it prints. */
async function run(...args: string[]): Promise<string> {
  let output = '';
  const spy = vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    output += String(text);
    return true;
  });
  const command = metricsCommand()
    .exitOverride()
    .configureOutput({ writeErr: () => {} });
  try {
    await command.parseAsync(args, { from: 'user' });
  } finally {
    spy.mockRestore();
  }
  return output;
}

const query = async (...args: string[]): Promise<Record<string, unknown>[]> =>
  JSON.parse(await run('bets-per-player', '--by', 'day', ...args, '--lake', lake.folder, '--format', 'json'));

describe('betlake metrics', () => {
  test('reads the lake in the folder', async () => {
    const row = { period_start: '2021-10-04', partner_company_id: 133, player_code: 'P1' };
    expect(await query()).toEqual([{ ...row, bets_count: 63, staked_bets_count: 0 }]);
    expect(await query('--from', '2021-10-05')).toEqual([]);
    expect(await query('--from', '2021-10-04', '--to', '2021-10-04')).toHaveLength(1);
  });

  test('filters by values, by NULL, and by a value that holds an equals sign', async () => {
    const counts = async (...args: string[]) => (await query(...args)).map(({ bets_count }) => bets_count);
    expect(await counts('--where', 'bet_channel_code=C100', '--where', 'bet_channel_code=C101')).toEqual([2]);
    expect(await counts('--where', 'bet_channel_code=')).toEqual([1]);
    expect(await counts('--where', ' bet_channel_code =C100')).toEqual([1]);
    expect(await counts('--where', 'country_code=a=b', '--where', 'bet_channel_code=C100')).toEqual([1]);
  });

  test.each<[string[], MetricQuery]>([
    [
      ['most-played-games', '--by', 'week'],
      { metric: 'most-played-games', by: 'week', slice: [], where: [] },
    ],
    [
      ['most-played-games', '--by', 'all', '--slice', 'brand_id', '--top', '5', '--top-within', 'brand_id'],
      {
        metric: 'most-played-games',
        by: 'all',
        slice: ['brand_id'],
        where: [],
        top: 5,
        topWithin: ['brand_id'],
      },
    ],
    [
      [
        'bets-per-player',
        '--by',
        'year',
        '--slice',
        'brand_id, country_code',
        '--slice',
        'brand_id',
        '--total',
      ],
      { metric: 'bets-per-player', by: 'year', slice: ['brand_id', 'country_code'], where: [], total: true },
    ],
    [
      [
        'amounts-per-player',
        '--by',
        'month',
        '--where',
        'brand_id=1',
        '--from',
        '2021-01-01',
        '--to',
        '2021-02-01',
        '--top',
        '3',
      ],
      {
        metric: 'amounts-per-player',
        by: 'month',
        slice: [],
        where: [{ column: 'brand_id', value: '1' }],
        from: '2021-01-01',
        to: '2021-02-01',
        top: 3,
      },
    ],
  ])('prints the SQL of %j without a lake', async (args, query) => {
    expect(await run(...args, '--sql', '--lake', 'nowhere')).toBe(`${toMetricSql(query)}\n`);
  });

  test('lists the values of a column, NULL too, where no bet has the given one', async () => {
    await expect(query('--where', 'country_code=XX')).rejects.toThrow(
      /^no bet has country_code=XX; its values are a=b$/,
    );
    await expect(query('--where', 'brand_id=1')).rejects.toThrow(
      /^no bet has brand_id=1; its values are \(empty, for NULL\)$/,
    );
    await expect(query('--where', 'country_code=a=b', '--where', 'bet_channel_code=XX')).rejects.toThrow(
      /^no bet has bet_channel_code=XX; its values are C100, C101, .*, C159 and 3 more$/,
    );
  });

  test('reports that a lake without bets has none to filter', async () => {
    const refused = run('bets-per-player', '--by', 'day', '--where', 'brand_id=1', '--lake', none.folder);
    await expect(refused).rejects.toThrow(
      /^no bet has brand_id=1: the lake has no bets yet; ingest files of bets first$/,
    );
  });

  test.each([
    [['--slice', 'name'], /there is no column "name" to slice or filter by; there are .*country_code, /],
    [['--where', 'name=1'], /there is no column "name" to slice or filter by; there are .*country_code, /],
    [['--where', 'a=1'], /there is no column "a" to slice or filter by/],
    [['--where', '=1'], /expected COLUMN=VALUE, got "=1"/],
    [['--where', 'brand_id'], /expected COLUMN=VALUE, got "brand_id"/],
    [
      ['--from', '2021-10-05', '--to', '2021-10-04'],
      /^--from 2021-10-05 is after --to 2021-10-04; give an earlier --from or a later --to$/,
    ],
    [['--top', '0'], /expected a whole number from 1, got 0/],
    [
      ['--slice', 'brand_id', '--top-within', 'country_code'],
      /^--top-within country_code is not among the slices; slice by it too, with --slice brand_id,country_code$/,
    ],
    [['--top-within', 'name'], /there is no column "name" to slice or filter by/],
  ])('refuses %j', async (args, message) => {
    await expect(query(...args)).rejects.toThrow(message);
  });

  test('has help with every column to slice by and with examples that work', async () => {
    let help = '';
    const command = metricsCommand().configureOutput({ writeOut: (text) => (help += text) });
    command.outputHelp();
    expect(help).toMatch(/^Usage: metrics \[options\] <metric>\n/);
    expect(help).toMatch(/^ +metric +the metric \(choices: "bets-per-player",$/m);
    expect(help).toContain(`Columns to slice and filter by: ${sliceNames.join(', ')}`);
    const examples = [...help.matchAll(/^ {2}betlake metrics (.+)$/gm)].map(([, args = '']) =>
      args.split(' '),
    );
    expect(examples).toHaveLength(5);
    for (const example of examples) expect(await run(...example, '--sql')).toMatch(/^with measured/);
    expect(command.options.map(({ flags, description }) => [flags, description])).toMatchObject([
      ['--by <period>', 'the period; all: the whole range as one period'],
      ['--slice <columns>', 'columns to slice by, separated by commas'],
      [
        '--where <column=value>',
        'keep only these bets; repeat it for more values or columns; an empty value is NULL',
      ],
      [
        '--from <date>',
        expect.stringMatching(/^the first bet date: YYYY-MM-DD, today, yesterday, today-7 or/),
      ],
      ['--to <date>', expect.stringMatching(/^the last bet date: YYYY-MM-DD, today, yesterday, today-7 or/)],
      ['--top <n>', 'keep the first of each period (and currency, for amounts)'],
      [
        '--top-within <columns>',
        'columns of --slice: --top and popularity_rank start again for each of their values',
      ],
      ['--total', 'leave the player or game out: the totals of each slice'],
      ['--sql', 'print the SQL instead of running it; it runs as it is in Athena'],
      ['--lake <dir>', 'the folder of the lake'],
      ['--athena [stack]', expect.any(String)],
      ['--format <format>', expect.any(String)],
      ['--excel', expect.any(String)],
    ]);
  });
});
