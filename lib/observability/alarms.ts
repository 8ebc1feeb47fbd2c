import { Alarm, ComparisonOperator, type IMetric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Duration } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { convertSeconds, rollupSeconds, toInvalidationSeconds } from '../compute/timeouts.ts';
import { Signals, type Watched } from './signals.ts';

/** Twice the longest run of a function: a message may wait for one full run without anything being wrong. */
const maxQueueAgeSeconds = 2 * Math.max(convertSeconds, rollupSeconds);

/** Each of these alarms notifies the topic; the runbook has an entry for each. */
export class Alarms extends Construct {
  readonly all: Alarm[] = [];
  readonly #topic: ITopic;
  readonly #stage: string;

  constructor(scope: Construct, id: string, watched: Watched, topic: ITopic) {
    super(scope, id);
    this.#topic = topic;
    this.#stage = watched.configuration.stage;
    this.#watchQueues(watched);
    this.#watchFunctions(watched);
    this.#watchData(watched);
  }

  #watchQueues({ queues }: Watched): void {
    const period = Duration.minutes(5);
    for (const [name, { queue, deadLetters }] of Object.entries(queues)) {
      const id = name === 'landing' ? 'Landing' : 'Refresh';
      const depth = deadLetters.metricApproximateNumberOfMessagesVisible({ period, statistic: 'Maximum' });
      this.#add(`${id}DeadLetters`, depth, 1, `A message of the ${name} queue could not be worked off.`);
      const age = queue.metricApproximateAgeOfOldestMessage({ period, statistic: 'Maximum' });
      this.#add(
        `${id}QueueAge`,
        age,
        maxQueueAgeSeconds,
        `The ${name} queue is worked off too slowly, or not at all.`,
      );
    }
  }

  #watchFunctions({ configuration, functions }: Watched): void {
    const period = Duration.minutes(5);
    this.#add('ConvertErrors', functions.convert.metricErrors({ period }), 1, 'Convert failed as a whole.');
    this.#add('RollupErrors', functions.rollup.metricErrors({ period }), 1, 'Rollup failed as a whole.');
    this.#add('SweepErrors', functions.sweep.metricErrors({ period }), 1, 'A sweep failed.');
    const three = Duration.minutes(3 * configuration.sweep.everyMinutes);
    const runs = functions.sweep.metricInvocations({ period: toWholePeriod(three) });
    this.#add('SweepMissing', runs, 1, 'Three sweeps in a row did not run.', {
      comparisonOperator: ComparisonOperator.LESS_THAN_THRESHOLD,
      treatMissingData: TreatMissingData.BREACHING,
    });
  }

  #watchData({ configuration }: Watched): void {
    const signals = new Signals(configuration);
    const ratio = configuration.quarantineAlarmRatio;
    this.#add('FailedLoads', signals.failedLoads(), 1, 'An object could not be read as a whole.');
    this.#add('UnsupportedKeys', signals.unsupportedKeys(), 1, 'An object landed where no data set is.');
    this.#add('QuarantineRatio', signals.quarantineRatio(), ratio, 'Unusually many lines were refused.');
    const unprocessed = signals.oldestUnprocessedInvalidationSeconds();
    // By then a sweep has sent it again, and it has not been processed since.
    const late = 2 * toInvalidationSeconds(configuration) + 60 * configuration.sweep.everyMinutes;
    this.#add('UnprocessedInvalidation', unprocessed, late, 'A day waits for its refresh for too long.');
  }

  #add(id: string, metric: IMetric, threshold: number, meaning: string, how: Partial<Comparison> = {}): void {
    const alarm = new Alarm(this, id, {
      alarmDescription: `Betlake ${this.#stage}: ${meaning} docs/runbook.md: ${id}`,
      metric,
      threshold,
      evaluationPeriods: 1,
      comparisonOperator: how.comparisonOperator ?? ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      treatMissingData: how.treatMissingData ?? TreatMissingData.NOT_BREACHING,
    });
    const notify = new SnsAction(this.#topic);
    alarm.addAlarmAction(notify);
    alarm.addOkAction(notify);
    this.all.push(alarm);
  }
}

interface Comparison {
  readonly comparisonOperator: ComparisonOperator;
  readonly treatMissingData: TreatMissingData;
}

/** An alarm's periods are at most a day long. */
function toWholePeriod(wanted: Duration): Duration {
  return Duration.minutes(Math.min(wanted.toMinutes(), 24 * 60));
}
