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
 * Names the settings of a stage that a new account refuses, each with the quota and what to do. The defaults are none
 * of them.
 */
export function listQuotaWarnings({ stage, memoryMib }: Configuration): string[] {
  return Object.entries(memoryMib)
    .filter(([, mib]) => mib > newAccountMemoryMib)
    .map(
      ([task, mib]) =>
        `betlake.${stage}.memoryMib.${task} is ${mib}: an account whose Lambda quotas AWS has not raised yet refuses functions of more than ${newAccountMemoryMib} MB and rolls the deployment back ("'MemorySize' value failed to satisfy constraint"). There, set at most ${newAccountMemoryMib}, or ask AWS Support to raise the memory of Lambda functions for this account and region`,
    );
}
