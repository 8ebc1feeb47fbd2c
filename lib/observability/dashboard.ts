import {
  AlarmStatusWidget,
  Dashboard,
  GraphWidget,
  type IAlarm,
  type IMetric,
  type IWidget,
} from 'aws-cdk-lib/aws-cloudwatch';
import { Aws, Duration } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
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
    this.addWidgets(...toDataWidgets(new Signals(watched.configuration)));
    this.addWidgets(...toWorkWidgets(watched, new Signals(watched.configuration)));
    this.addWidgets(...toQueueWidgets(watched, new Signals(watched.configuration)));
  }
}

function toDataWidgets(signals: Signals): IWidget[] {
  return [
    toGraph('Loads', [
      signals.loads(),
      signals.failedLoads(),
      signals.unsupportedKeys(),
      signals.goneObjects(),
    ]),
    toGraph('Lines', [signals.linesAccepted(), signals.linesQuarantined(), signals.linesBlank()]),
    toGraph('Lines refused', [signals.quarantineRatio()]),
  ];
}

function toWorkWidgets({ functions }: Watched, signals: Signals): IWidget[] {
  const { convert, rollup, sweep } = functions;
  const milliseconds = [
    signals.convertMilliseconds('p50'),
    signals.convertMilliseconds('p99'),
    signals.refreshMilliseconds('p50'),
    signals.refreshMilliseconds('p99'),
  ];
  return [
    toGraph('Milliseconds a load, a refresh', milliseconds),
    toGraph('Days refreshed', [signals.daysRefreshed()]),
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
