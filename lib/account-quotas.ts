import type { Configuration } from './configuration.ts';

/*
 * What an account gives whose quotas AWS has not raised yet: "New AWS accounts have reduced concurrency and memory
 * quotas. AWS raises these quotas automatically based on your usage."
 * https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
 *
 * Plain numbers and texts: the command line and the model of the bill read the defaults without loading the CDK.
 */

/**
 * The most memory of a function there. A template that asks for more is refused and rolled back as a whole:
 * "'MemorySize' value failed to satisfy constraint: Member must have value less than or equal to 3008".
 */
export const newAccountMemoryMib = 3008;

/**
 * The functions of the whole account that may run at once there, in a region: the quota "Concurrent executions". Lambda
 * keeps none of it for a queue, so that a backfill that may take all of it starves every other function.
 */
const newAccountConcurrency = 10;

/** A setting that is more than a new account gives, and what to do about it. */
interface QuotaWarning {
  /** By which it can be acknowledged for good. */
  readonly id: string;
  readonly text: string;
}

/**
 * Names the settings of a stage that are more than a new account gives, each with the quota and what to do. The defaults
 * are none of them.
 */
export function listQuotaWarnings({ stage, memoryMib, concurrency }: Configuration): QuotaWarning[] {
  const large = Object.entries(memoryMib)
    .filter(([, mib]) => mib > newAccountMemoryMib)
    .map(([task, mib]) => ({
      id: `memory-${task}`,
      text: `betlake.${stage}.memoryMib.${task} is ${mib}: an account whose Lambda quotas AWS has not raised yet refuses functions of more than ${newAccountMemoryMib} MB and rolls the deployment back ("'MemorySize' value failed to satisfy constraint"). There, set at most ${newAccountMemoryMib}, or ask AWS Support to raise the memory of Lambda functions for this account and region`,
    }));
  // And the sweep, of which there is one.
  const atOnce = concurrency.convert + concurrency.rollup + 1;
  if (atOnce <= newAccountConcurrency) return large;
  return [
    ...large,
    {
      id: 'concurrency',
      text: `betlake.${stage}.concurrency lets ${atOnce} functions run at once (convert ${concurrency.convert}, rollup ${concurrency.rollup}, sweep 1), which is more than the ${newAccountConcurrency} of an account whose Lambda quotas AWS has not raised yet: there, one kind of work would starve the others and all other functions of the account. See that its quota "Concurrent executions" has room: aws service-quotas get-service-quota --service-code lambda --quota-code L-B99A9384`,
    },
  ];
}
