import { MathExpression, Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { Duration } from 'aws-cdk-lib/core';
import type { BetlakeFunction, Task } from '../compute/betlake-function.ts';
import { metricsNamespace, toServiceName } from '../compute/environment.ts';
import type { Configuration } from '../configuration.ts';
import type { WorkQueue } from '../storage/work-queue.ts';

/** The metrics of alarms and dashboard. */
export interface Watched {
  readonly configuration: Configuration;
  readonly functions: {
    readonly convert: BetlakeFunction;
    readonly rollup: BetlakeFunction;
    readonly sweep: BetlakeFunction;
  };
  readonly queues: { readonly landing: WorkQueue; readonly refresh: WorkQueue };
}

type Statistic = 'Sum' | 'Maximum';

/** The metrics that the handlers emit, of one deployment: those of alarms. */
export class Signals {
  readonly #configuration: Configuration;

  constructor(configuration: Configuration) {
    this.#configuration = configuration;
  }

  readonly failedLoads = () => this.#sum('convert', 'FailedLoads');
  readonly unsupportedKeys = () => this.#sum('convert', 'UnsupportedKeys');
  readonly linesAccepted = () => this.#sum('convert', 'LinesAccepted');
  readonly linesQuarantined = () => this.#sum('convert', 'LinesQuarantined');
  readonly oldestUnprocessedInvalidationSeconds = () =>
    this.#metric('sweep', 'OldestUnprocessedInvalidationSeconds', 'Maximum');

  /** Of the lines of an hour that are not blank, the share that was refused; nothing where there were none. */
  quarantineRatio(): MathExpression {
    return new MathExpression({
      label: 'quarantine ratio',
      expression: 'quarantined / (accepted + quarantined)',
      usingMetrics: { accepted: this.linesAccepted(), quarantined: this.linesQuarantined() },
      period: Duration.hours(1),
    });
  }

  #sum(task: Task, metricName: string): Metric {
    return this.#metric(task, metricName, 'Sum');
  }

  #metric(task: Task, metricName: string, statistic: Statistic): Metric {
    return new Metric({
      namespace: metricsNamespace,
      metricName,
      dimensionsMap: { service: toServiceName(this.#configuration, task) },
      statistic,
      period: Duration.minutes(5),
    });
  }
}
