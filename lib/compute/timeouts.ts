import { Duration } from 'aws-cdk-lib/core';
import type { Configuration } from '../configuration.ts';

/**
 * The largest object, 6 GiB inflated, takes about half a minute of one vCPU (docs/performance.md) and
 * the time to read it; the rest is for the other objects of its batch.
 */
export const convertTimeout = Duration.minutes(15);

/** A day of ten million bets takes 15 s on the default memory, one of a billion ten minutes on the most (docs/scaling.md). */
export const rollupTimeout = Duration.minutes(15);

/**
 * How long an invalidation may take from its load until the day shows it, with nothing wrong: the conversion, the
 * delay, a refresh of the day that is under way, and its own. The sweep sends again what took longer, and the alarm
 * follows from it.
 */
export function toInvalidationTime({ refreshDelaySeconds }: Configuration): Duration {
  return convertTimeout.plus(Duration.seconds(refreshDelaySeconds)).plus(rollupTimeout).plus(rollupTimeout);
}
