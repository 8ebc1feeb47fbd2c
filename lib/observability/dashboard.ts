import {
  AlarmStatusWidget,
  Dashboard,
  GraphWidget,
  type IAlarm,
  type IMetric,
  type IWidget,
  LogQueryVisualizationType,
  LogQueryWidget,
} from 'aws-cdk-lib/aws-cloudwatch';
import { Aws, Duration } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import type { BetlakeFunction } from '../compute/betlake-function.ts';
import { Signals, type Watched } from './signals.ts';

/** The state of the deployment on one page: alarms, what was loaded, how long it took, what waits. */
export class LakeDashboard extends Dashboard {
  /** Where a browser finds it. */
  readonly url: string;

  constructor(scope: Construct, id: string, watched: Watched, alarms: IAlarm[]) {
    // With the region: dashboards of one name would be one in all regions of an account.
    const name = `Betlake-${watched.configuration.stage}-${Aws.REGION}`;
    super(scope, id, { dashboardName: name, defaultInterval: Duration.days(1) });
    this.url = `https://${Aws.REGION}.console.aws.amazon.com/cloudwatch/home?region=${Aws.REGION}#dashboards:name=${name}`;
    this.addWidgets(new AlarmStatusWidget({ title: 'Alarms', alarms, width: 24, height: 3 }));
    this.addWidgets(...toDataWidgets(watched, new Signals(watched.configuration)));
    this.addWidgets(...toWorkWidgets(watched));
    this.addWidgets(...toQueueWidgets(watched, new Signals(watched.configuration)));
  }
}

function toDataWidgets({ functions: { convert } }: Watched, signals: Signals): IWidget[] {
  return [
    toLogGraph('Loads and their lines', convert, [
      'filter message in ["load loaded", "load replaced"]',
      'stats count(*) as loads, sum(accepted) as accepted_lines, sum(quarantined) as refused_lines, sum(blank) as blank_lines by bin(5m)',
    ]),
    toGraph('Objects that were not loaded', [signals.failedLoads(), signals.unsupportedKeys()]),
    toGraph('Share of lines refused', [signals.quarantineRatio()]),
  ];
}

function toWorkWidgets({ functions: { convert, rollup, sweep } }: Watched): IWidget[] {
  const milliseconds =
    'stats count(*) as times, pct(milliseconds, 50) as p50_ms, pct(milliseconds, 99) as p99_ms by bin(5m)';
  return [
    toLogGraph('Milliseconds a load', convert, [
      'filter message in ["load loaded", "load replaced"]',
      milliseconds,
    ]),
    toLogGraph('Days refreshed', rollup, ['filter message = "day refreshed"', milliseconds]),
    toGraph('Errors', [convert.metricErrors(), rollup.metricErrors(), sweep.metricErrors()]),
  ];
}

function toQueueWidgets({ queues }: Watched, signals: Signals): IWidget[] {
  const all = Object.values(queues);
  const ages = all.map(({ queue }) => queue.metricApproximateAgeOfOldestMessage());
  const depths = all.map(({ deadLetters }) => deadLetters.metricApproximateNumberOfMessagesVisible());
  return [
    toGraph('Age of the oldest message', ages),
    toGraph('Age of the oldest unprocessed invalidation', [signals.oldestUnprocessedInvalidationSeconds()]),
    toGraph('Dead letters', depths),
  ];
}

function toGraph(title: string, left: IMetric[]): GraphWidget {
  return new GraphWidget({ title, left, width: 8, leftYAxis: { min: 0 } });
}

/** A graph of what log lines hold: read when somebody sees the page, and paid for by the bytes that this reads. */
function toLogGraph(title: string, { logGroup }: BetlakeFunction, queryLines: string[]): LogQueryWidget {
  const { logGroupName } = logGroup;
  return new LogQueryWidget({
    title,
    logGroupNames: [logGroupName],
    queryLines,
    view: LogQueryVisualizationType.LINE,
    width: 8,
  });
}
