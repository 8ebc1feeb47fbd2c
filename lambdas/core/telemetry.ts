import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics } from '@aws-lambda-powertools/metrics';
import type { Context } from 'aws-lambda';
import { BetlakeError, LoadFault } from './errors.ts';

/**
 * Every metric of CloudWatch and its unit: those of alarms alone, because each costs as much a month as a million log
 * lines, for the hours that it is sent in. What else is to be seen of the work is in log lines, which the dashboard
 * queries.
 */
const metricUnits = {
  FailedLoads: 'Count',
  LinesAccepted: 'Count',
  LinesQuarantined: 'Count',
  UnsupportedKeys: 'Count',
  OldestUnprocessedInvalidationSeconds: 'Seconds',
} as const;

export type CloudWatchMetric = keyof typeof metricUnits;

/** The fields of a log line beside its message. */
export type LogAttributes = Readonly<Record<string, string | number | boolean | null>>;

/**
 * The logs and metrics of a function. They hold no line, no value of a line and no message of a fault: people
 * without a right to the data read logs.
 */
export interface Telemetry {
  info(message: string, attributes?: LogAttributes): void;
  /** Logs an error by its name, code and place; its message only where it cannot quote data. */
  error(message: string, error: unknown, attributes?: LogAttributes): void;
  measure(name: CloudWatchMetric, value: number): void;
}

/**
 * What a log may hold of an error. Messages of the engine quote the values that they fail on, and messages of a
 * JSON parser may; only those of AWS and Betlake itself, which do not, are logged.
 */
export function describeError(error: unknown): LogAttributes {
  if (!(error instanceof Error)) return { error_name: typeof error };
  const { cause } = error;
  return {
    error_name: error.name,
    ...('code' in error && typeof error.code === 'string' && { error_code: error.code }),
    ...(isQuotable(error) && { error_message: error.message }),
    ...(cause instanceof Error && { error_cause: cause.name }),
    error_place: toPlace(error),
  };
}

/** Telemetry of a function, for one invocation at a time. */
export interface FunctionTelemetry extends Telemetry {
  /** Runs an invocation: its log lines carry its request id, and its metrics are written at its end. */
  during<T>(invocation: Context, work: () => Promise<T>): Promise<T>;
}

/**
 * Writes structured logs, and metrics in CloudWatch's embedded metric format, to standard output. Powertools
 * reads namespace and service from its own environment variables.
 *
 * @see https://docs.aws.amazon.com/powertools/typescript/latest/environment-variables/
 */
export function openTelemetry(logger = new Logger(), metrics = new Metrics()): FunctionTelemetry {
  return {
    info: (message, attributes = {}) => logger.info(message, { ...attributes }),
    error: (message, error, attributes = {}) =>
      logger.error(message, { ...attributes, ...describeError(error) }),
    measure: (name, value) => metrics.addMetric(name, metricUnits[name], value),
    async during(invocation, work) {
      logger.addContext(invocation);
      try {
        return await work();
      } finally {
        if (metrics.hasStoredMetrics()) metrics.publishStoredMetrics();
      }
    },
  };
}

function isQuotable(error: Error): boolean {
  const ofAws = '$metadata' in error && '$fault' in error;
  return ofAws || (error instanceof BetlakeError && !(error instanceof LoadFault));
}

const framesKept = 8;

/** The stack frames after the message; a line of the message itself may have the form of a frame and quote a value. */
function toPlace({ stack = '', message }: Error): string {
  const at = stack.indexOf(message);
  if (at < 0) return '';
  const frames = stack
    .slice(at + message.length)
    .split('\n')
    .filter((line) => /^\s+at /.test(line));
  return frames
    .slice(0, framesKept)
    .map((line) => line.trim())
    .join('; ');
}
