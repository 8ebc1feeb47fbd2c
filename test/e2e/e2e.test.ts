import { beforeAll, describe, expect, inject, test } from 'vitest';
import { metricNames } from '../../glue/metrics/index.ts';
import { sliceNames } from '../../glue/slices.ts';
import { mapBounded } from '../../lambdas/core/map-bounded.ts';
import { deployFirst, stackName } from '../aws/deployment/cdk.ts';
import { type Deployed, findDeployed } from '../aws/deployment/deployed.ts';
import { openStore } from '../aws/deployment/expect-same-lakes.ts';
import { withoutLedger } from '../aws/deployment/operate.ts';
import { settle } from '../aws/deployment/settle.ts';
import { Twin } from '../aws/deployment/twin.ts';
import { report } from '../aws/emulator/report.ts';
import { type Run, runBetlake } from '../bin/run-betlake.ts';
import { firstDate, landFiles } from './land-files.ts';
import { type Command, listMetricCommands } from './metric-commands.ts';

let deployed: Deployed;
let twin: Twin;

beforeAll(async () => {
  await deployFirst({ dateRange: { first: firstDate, last: '2030-12-31' } });
  deployed = await findDeployed();
  twin = await Twin.open(deployed);
  await twin.configure({ first_date: firstDate });
  await landFiles(twin);
  await settle(deployed, openStore(deployed.s3, deployed.lakeBucket, `${inject('folder')}/store`));
  await twin.ingest();
  report('what landed is loaded and rolled up, there and here');
});

/** Commands under way at once; each is two processes, one there and one here. */
const atOnce = 2;

/**
 * Queries the deployment and the folder, and expects the same results.
 *
 * @param read what is compared of what was printed. @default all of it
 * @returns the deployment's result
 */
async function expectSame(command: Command, read: (printed: string) => unknown = String): Promise<Run> {
  const [local, athena] = await Promise.all([
    runBetlake(...command, '--lake', twin.lake),
    runBetlake(...command, '--athena', stackName),
  ]);
  const what = command.join(' ');
  for (const { code, stderr } of [local, athena]) expect(code, `${what}: ${stderr}`).toBe(0);
  expect({ what, printed: read(athena.stdout) }).toEqual({ what, printed: read(local.stdout) });
  return athena;
}

function readRows(printed: string): Record<string, unknown>[] {
  return JSON.parse(printed) as Record<string, unknown>[];
}

describe('what landed in the deployment has the same metrics as on a laptop', () => {
  const sliced = new Set<string>();

  test.each(metricNames)(
    'betlake metrics %s gives the same rows by every period, sliced and filtered',
    async (metric) => {
      const commands = await listMetricCommands(twin.lake, metric);
      const runs = await mapBounded(commands, atOnce, (command) => expectSame(command));
      const filled = runs.filter(({ stdout }) => stdout.split('\n').length > 3);
      expect(filled.length).toBeGreaterThan(commands.length / 2);
      for (const command of commands) {
        const at = command.indexOf('--slice');
        if (at >= 0) for (const name of command[at + 1]?.split(',') ?? []) sliced.add(name);
      }
    },
  );

  test('every column has been sliced by', () => {
    expect([...sliced].sort()).toEqual([...sliceNames].sort());
  });

  const queries = [
    'select * from player_metrics_weekly order by 1, 2, 3',
    'select * from game_metrics_monthly order by 1, 2',
    'select * from slice_metrics_yearly order by 1, 2, 3, 4, 5, 6',
    'select * from money_daily order by 1, 2, 3, 4, 5, 6',
    'select * from activity_daily order by 1, 2, 3, 4, 12, 13, 14, 15, 16',
    'select * from players_current order by 1, 2',
    'select * from games_current order by 1',
  ];

  test.each(queries)('betlake query "%s" gives the same rows', async (sql) => {
    const { stdout } = await expectSame(['query', sql, '--format', 'csv']);
    expect(stdout.split('\n').length).toBeGreaterThan(3);
  });

  test('betlake loads lists the same files, also the one that was cut, apart from the time of loading', async () => {
    const { stdout } = await expectSame(['loads', '--format', 'json'], (printed) =>
      readRows(printed)
        .flatMap(({ loaded_dt, ...load }) => (load.dataset === 'unsupported' ? [] : [load]))
        // The newest come first, and the cloud loads in an order of its own.
        .toSorted((a, b) => (String(a.landing_key) < String(b.landing_key) ? -1 : 1)),
    );
    const loads = readRows(stdout);
    // A folder may hold other files for good reasons; of the bucket, every unsupported object is reported.
    expect(loads.filter(({ dataset }) => dataset === 'unsupported')).toMatchObject([
      { landing_key: 'notes/read me.txt', status: 'failed' },
    ]);
    expect(loads).toContainEqual(
      expect.objectContaining({ landing_key: 'bets/cut.jsonl.gz', status: 'failed', error_code: 'bad_gzip' }),
    );
    expect(loads).toContainEqual(
      expect.objectContaining({ landing_key: 'bets/overwritten.jsonl', accepted: 5 }),
    );
    for (const { lines, accepted, quarantined, blank } of loads) {
      expect(Number(lines)).toBe(Number(accepted) + Number(quarantined) + Number(blank));
    }
  });

  test('betlake quarantine lists the same reasons and lines, apart from the version of their object', async () => {
    const { stdout } = await expectSame(['quarantine', '--format', 'csv']);
    expect(stdout).toContain('date_out_of_range');
    const lines = await expectSame(['quarantine', '--lines', '1000', '--format', 'json'], (printed) =>
      readRows(printed).map(({ object_version, ...line }) => line),
    );
    expect(readRows(lines.stdout).length).toBeGreaterThan(50);
  });

  test('betlake conflicts lists the same bets', async () => {
    const { stdout } = await expectSame(['conflicts', '--format', 'csv']);
    expect(stdout).toContain('rows_differ');
    expect(stdout).toContain('several_dates');
  });
});

describe('betlake doctor', () => {
  test('finds the deployment healthy, and leaves no trace in a metric', async () => {
    const { code, stdout, stderr } = await runBetlake('doctor', '--stack', stackName, '--patience', '120');
    expect(code, stderr).toBe(0);
    expect(stdout).toContain(`${stackName} works`);
    await expectSame(['metrics', 'bets-per-player', '--by', 'day', '--format', 'csv']);
  });

  test('names the step that fails, and where to find the reason', async () => {
    await withoutLedger(deployed, async () => {
      const { code, stdout, stderr } = await runBetlake('doctor', '--stack', stackName, '--patience', '5');
      expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
      expect(stderr).toMatch(
        /this has not happened: the file is in the ledger; .*log of the convert function/,
      );
    });
  });
});
