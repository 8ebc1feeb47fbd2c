import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics } from '@aws-lambda-powertools/metrics';
import type { Context } from 'aws-lambda';
import { describeError } from './describe-error.ts';
import { metricUnits, type Telemetry } from './telemetry.ts';

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
