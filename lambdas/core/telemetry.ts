import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics } from '@aws-lambda-powertools/metrics';
import type { Context } from 'aws-lambda';
import { BetlakeError, LoadFault } from './errors.ts';

/** Every metric and what it is counted in. */
const metricUnits = {
  Loads: 'Count',
  FailedLoads: 'Count',
  LinesAccepted: 'Count',
  LinesQuarantined: 'Count',
  LinesBlank: 'Count',
  ConvertMilliseconds: 'Milliseconds',
  UnsupportedKeys: 'Count',
  GoneObjects: 'Count',
  RefreshMilliseconds: 'Milliseconds',
  DaysRefreshed: 'Count',
  OldestUnprocessedInvalidationSeconds: 'Seconds',
} as const;

export type CloudWatchMetric = keyof typeof metricUnits;

/** What a log line says beside its message. */
export type LogAttributes = Readonly<Record<string, string | number | boolean | null>>;

/**
 * Where functions tell how they fare. No raw line, no value of one and no fault's message goes here: a log is
 * read by people who have no right to the data.
 */
export interface Telemetry {
  info(message: string, attributes?: LogAttributes): void;
  /** Tells of an error by its name, code and place; its message is told only where it cannot quote data. */
  error(message: string, error: unknown, attributes?: LogAttributes): void;
  measure(name: CloudWatchMetric, value: number): void;
}

/**
 * What a log may hold of an error. The engine's messages quote the values they stumble over, and so may those
 * of a JSON reader; only AWS's and our own, which do not, are logged in words.
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

function isQuotable(error: Error): boolean {
  const ofAws = '$metadata' in error && '$fault' in error;
  return ofAws || (error instanceof BetlakeError && !(error instanceof LoadFault));
}

/** The frames of the stack: what follows the message, of which a line may look like a frame and quote a value. */
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

const framesKept = 8;

/** Telemetry of a function, one invocation after another. */
export interface FunctionTelemetry extends Telemetry {
  /** Runs an invocation: what is logged in it carries its request id, and its metrics are written at its end. */
  during<T>(invocation: Context, work: () => Promise<T>): Promise<T>;
}

/**
 * Structured logs, and metrics in CloudWatch's embedded format, both on standard output. Namespace and service
 * are Powertools' own variables of the environment.
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
