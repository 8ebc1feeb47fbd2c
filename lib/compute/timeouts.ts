import type { Configuration } from '../configuration.ts';

/*
 * How long work may take and how often it is tried: plain numbers, which the stack deploys, the fake cloud of the
 * tests runs by, and the command line and the model of the bill read without loading the CDK.
 */

/**
 * The largest object, 6 GiB inflated, takes about half a minute of one vCPU (docs/performance.md) and
 * the time to read it; the rest is for the other objects of its batch.
 */
export const convertSeconds = 900;

/** A day of ten million bets takes 15 s on the default memory, one of a billion ten minutes on the most (docs/scaling.md). */
export const rollupSeconds = 900;

export const sweepSeconds = 900;

/** How often a message is received before it goes to the dead letters. */
export const maxReceives = 6;

/**
 * How long a received message stays out of sight. Six times the timeout of the function that takes it:
 * https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html. Of a FIFO queue twice: a message whose
 * function was killed holds its group back for so long.
 */
export function toVisibilitySeconds(functionSeconds: number, isFifo: boolean): number {
  return (isFifo ? 2 : 6) * functionSeconds;
}

/**
 * How long an invalidation may take from its load until the day shows it, with nothing wrong: the conversion, the
 * delay, a refresh of the day that is under way, and its own. The sweep sends again what took longer, the alarm follows
 * from it, and `doctor` waits so long.
 */
export function toInvalidationSeconds({
  refreshDelaySeconds,
}: Pick<Configuration, 'refreshDelaySeconds'>): number {
  return convertSeconds + refreshDelaySeconds + 2 * rollupSeconds;
}
