import { join } from 'node:path';
import { Command } from '@commander-js/extra-typings';
import { findLandingFiles } from '../../client/local/find-landing-files.ts';
import { isLake, mustBeLakeOrEmpty } from '../../client/local/lake-folder.ts';
import { collectRows, type LakeQueries } from '../../client/queries/result.ts';
import { toReasonsSql } from '../../glue/health.ts';
import { type MetricName, type MetricQuery, toMetricSql } from '../../glue/metrics/index.ts';
import { BetlakeError } from '../../lambdas/core/errors.ts';
import { type SampleOptions, writeSample } from '../../sample/write-sample.ts';
import { print, printResult } from '../output/print-result.ts';
import { showCount, startProgress } from '../output/progress.ts';
import { ingest } from './ingest.ts';
import { lakeOption, toLakeOption } from './options.ts';
import { printReasons } from './quarantine.ts';
import { withLake } from './with-lake.ts';

/** Not the default folder of the other commands: sample data stays apart from real data. */
const sampleLake = '.betlake-sample';

const sample: Omit<SampleOptions, 'out'> = {
  bets: 200_000,
  players: 5_000,
  games: 300,
  days: 31,
  start: '2021-10-01',
  seed: 1,
  badRatio: 0.001,
};

export function startCommand() {
  return new Command('start')
    .description('Make sample data, ingest it into a lake of its own, and show what can be queried.')
    .addOption(lakeOption(sampleLake))
    .action(async ({ lake }) => {
      const out = join(lake, 'sample');
      await mustBeLakeOrEmpty(lake);
      await refuseForeignLake(lake, out);
      const progress = startProgress('writing sample data');
      await writeSample({ ...sample, out }, ({ bets }) =>
        progress.update(`writing sample data: ${showCount(bets)} bets`),
      ).finally(() => progress.end());
      const { files } = await findLandingFiles([out], { lake });
      const { loads } = await ingest(lake, files);
      if (loads.some(({ status }) => status === 'failed')) process.exitCode = 1;
      await withLake({ lake }, ({ run }) => show(run, toLakeOption(lake)));
    });
}

/** The sample must not be mixed into the user's own data. */
async function refuseForeignLake(lake: string, out: string): Promise<void> {
  if (!(await isLake(lake))) return;
  const ours = await findLandingFiles([out], { lake }).catch(() => undefined);
  const keys = new Set(ours?.files.map(({ key }) => key));
  const foreign = await withLake({ lake }, async ({ run }) =>
    (await collectRows(await run('select landing_key from loads order by 1'))).find(
      ({ landing_key }) => !keys.has(String(landing_key)),
    ),
  );
  if (foreign) {
    throw new BetlakeError(
      `the lake ${lake} holds data of your own (${foreign.landing_key}); show the sample in another one with: npm start -- --lake NEW_FOLDER`,
    );
  }
}

async function show(run: LakeQueries['run'], lake: string): Promise<void> {
  async function table(title: string, command: string, sql: string): Promise<void> {
    await print(`\n${title}\n  npx betlake ${command}${lake}\n\n`);
    await printResult(await run(sql), 'table');
  }
  await table('What was loaded', 'loads', loadedSql);
  await print(`\nWhat was refused, and why: the most frequent reasons\n  npx betlake quarantine${lake}\n\n`);
  await printReasons({ run }, `${toReasonsSql('duckdb', 'true')}\nlimit 8`, 'table');
  const lastWeek = { from: '2021-10-25', to: '2021-10-31' };
  const euro = [{ column: 'player_ccy_code', value: 'EUR' }];
  const questions: [string, MetricName, MetricQuery['where']][] = [
    ['The most played games', 'most-played-games', []],
    ['The players with the most bets', 'bets-per-player', []],
    ['Amounts per player, real and bonus money', 'amounts-per-player', euro],
    ['The players of the most games', 'distinct-games-per-player', []],
  ];
  for (const by of ['week', 'month'] as const) {
    const range = by === 'week' ? lastWeek : {};
    for (const [title, metric, where] of questions) {
      const options = [
        `--by ${by} --top 5`,
        ...Object.entries(range).map(([name, day]) => `--${name} ${day}`),
        ...where.map(({ column, value }) => `--where ${column}=${value}`),
      ];
      const sql = toMetricSql({ metric, by, slice: [], where, top: 5, ...range });
      await table(
        `${title}, ${by === 'week' ? 'a week' : 'a month'}`,
        `metrics ${metric} ${options.join(' ')}`,
        sql,
      );
    }
  }
  await print(`
Next
  npx betlake metrics amounts-per-player --by week --slice country_code,game_type_code --total${lake}
  npx betlake query "select * from money_monthly order by amount desc limit 10"${lake}
  npx betlake quarantine --lines 5${lake}
  npx betlake export --out metrics${lake}
  npx betlake ingest PATH                      your own files: bets.json, players.json, games.json, or folders of these names
  npx betlake --help

See it on a page
  npx betlake explore${lake}
`);
}

const loadedSql = `select
  dataset,
  cast(count(*) as bigint) as files_count,
  cast(sum(lines) as bigint) as lines,
  cast(sum(accepted) as bigint) as accepted,
  cast(sum(quarantined) as bigint) as quarantined,
  cast(sum(blank) as bigint) as blank
from loads
group by 1
order by 1`;
