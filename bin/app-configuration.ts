import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import * as z from 'zod';
import { parseJson } from '../lambdas/core/parse-json.ts';
import { type Configuration, defaultConfiguration as defaults } from '../lib/configuration.ts';

const day = z.iso.date('expected a date such as 2015-01-01');
const days = z.number().int().min(1).max(3650);
const memory = z.number().int().min(512).max(10_240);
const logDays = Object.values(RetentionDays).filter((value): value is number => typeof value === 'number');

/** Together with the other variables of a function, both lists have to fit into the 4 KB that Lambda gives. */
const mostListBytes = 1400;

/** As it becomes a variable of the functions: JSON, in UTF-8. */
function fitsVariable(list: readonly unknown[]): boolean {
  return Buffer.byteLength(JSON.stringify(list)) <= mostListBytes;
}

const listTooLong = `expected at most ${mostListBytes.toLocaleString('en-US')} bytes as JSON, because functions get it as a variable`;

/** A bucket's policy has 20 KB: https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-policies.html */
const mostProducerBytes = 12_000;
const producersTooLong =
  'expected at most 12,000 bytes, because a policy of the bucket names them: name accounts';

/** What cdk.json has for a stage; the bounds are those of the services. */
export const stageSettings = z.strictObject({
  removalPolicy: z.enum(['retain', 'destroy']).default(defaults.removalPolicy),
  emptyBuckets: z.boolean().default(defaults.emptyBuckets),
  architecture: z.enum(['arm64', 'x86_64']).default(defaults.architecture),
  memoryMib: z
    .strictObject({
      convert: memory.default(defaults.memoryMib.convert),
      rollup: memory.default(defaults.memoryMib.rollup),
      sweep: memory.default(defaults.memoryMib.sweep),
    })
    .prefault({}),
  // SQS takes from 2 to 1,000.
  concurrency: z
    .strictObject({
      convert: z.number().int().min(2).max(1000).default(defaults.concurrency.convert),
      rollup: z.number().int().min(2).max(1000).default(defaults.concurrency.rollup),
    })
    .prefault({}),
  // SQS holds a message back for at most fifteen minutes.
  refreshDelaySeconds: z.number().int().min(0).max(900).default(defaults.refreshDelaySeconds),
  sweep: z
    .strictObject({
      everyMinutes: z.number().int().min(15).max(1440).default(defaults.sweep.everyMinutes),
      windowDays: z.number().int().min(1).max(3650).default(defaults.sweep.windowDays),
    })
    .prefault({}),
  dateRange: z
    .strictObject({
      first: day.default(defaults.dateRange.first),
      last: day.default(defaults.dateRange.last),
    })
    .prefault({})
    .refine(({ first, last }) => first < last, 'expected first to be before last'),
  debits: z.enum(['negative', 'positive']).default(defaults.debits),
  stakeTypes: z
    .array(z.number().int())
    .refine(fitsVariable, listTooLong)
    .default([...defaults.stakeTypes]),
  voidStatuses: z
    .array(z.string().min(1))
    .refine(fitsVariable, listTooLong)
    .default([...defaults.voidStatuses]),
  alarmEmail: z.email().optional(),
  quarantineAlarmRatio: z.number().min(0.0001).max(1).default(defaults.quarantineAlarmRatio),
  // Athena's own least is 10 MB.
  scanCutoffMib: z.number().int().min(10).max(10_485_760).default(defaults.scanCutoffMib),
  days: z
    .strictObject({
      quarantine: days.default(defaults.days.quarantine),
      results: days.default(defaults.days.results),
      oldVersions: days.default(defaults.days.oldVersions),
      logs: z
        .literal(logDays, `expected one of CloudWatch's: ${logDays.filter((n) => n < 9999).join(', ')}`)
        .default(defaults.days.logs),
    })
    .prefault({}),
  // https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html
  landingBucket: z
    .string()
    .regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, 'expected the name of a bucket')
    .optional(),
  landing: z
    .strictObject({ archiveAfterDays: days.optional(), expireAfterDays: days.optional() })
    // S3 refuses the other order.
    .refine(
      ({ archiveAfterDays = 0, expireAfterDays = Number.POSITIVE_INFINITY }) =>
        archiveAfterDays < expireAfterDays,
      'expected archiveAfterDays to be less than expireAfterDays',
    )
    .prefault({}),
  producers: z
    .array(
      z
        .string()
        .regex(
          /^(\d{12}|arn:aws[a-z-]*:iam::\d{12}:(role|user)\/[\w+=,.@/-]+)$/,
          'expected the id of an account, of 12 digits, or the ARN of a role or user',
        ),
    )
    .refine((list) => Buffer.byteLength(JSON.stringify(list)) <= mostProducerBytes, producersTooLong)
    .default([...defaults.producers]),
  permissionsBoundary: z
    .string()
    .regex(/^[\w+=,.@-]{1,128}$/, 'expected the name of a managed policy of this account')
    .optional(),
  // https://docs.aws.amazon.com/tag-editor/latest/userguide/best-practices-and-strats.html
  tags: z
    .record(
      z
        .string()
        .regex(/^(?!aws:)[\w .:/=+@-]{1,128}$/i, 'expected a name that AWS takes, not beginning with aws:'),
      z.string().regex(/^[\w .:/=+@-]{0,256}$/, 'expected a value that AWS takes'),
    )
    .refine((tags) => Object.keys(tags).length <= 40, 'expected at most 40 tags')
    .refine((tags) => !('application' in tags || 'stage' in tags), 'application and stage are set by Betlake')
    .default({ ...defaults.tags }),
  customerKey: z
    .union(
      [z.boolean(), z.string().regex(/^arn:aws[a-z-]*:kms:[\w-]+:\d{12}:key\/[\w-]+$/)],
      'expected true, false, or the ARN of a key',
    )
    .default(defaults.customerKey),
});

const stageName = z
  .string()
  .regex(/^[a-z][a-z0-9]{0,15}$/, 'expected up to 16 lower-case letters and digits, a letter first');

/** A stage that cannot be deployed: the message names each wrong setting and what it should be. */
export class ConfigurationError extends Error {
  override readonly name = 'ConfigurationError';
}

/**
 * Reads the settings of one stage from the context: `stage` names it, `betlake` has the settings of every stage,
 * as an object in cdk.json or as JSON on the command line (`-c betlake='{"test":{…}}'`).
 *
 * @param getContext reads a value of the context
 * @param today `YYYY-MM-DD`, UTC
 * @throws ConfigurationError naming every setting that is wrong
 */
export function readConfiguration(getContext: (key: string) => unknown, today: string): Configuration {
  const stage = check(stageName, getContext('stage') ?? 'dev', 'stage');
  const all = check(z.record(stageName, z.unknown()), readStages(getContext('betlake') ?? {}), 'betlake');
  if (!Object.hasOwn(all, stage)) {
    const known = Object.keys(all).join(', ') || 'none';
    throw new ConfigurationError(
      `stage "${stage}" is not in the context "betlake", which has: ${known}; add it to cdk.json under "betlake"`,
    );
  }
  const configuration = { stage, ...check(stageSettings, all[stage], `betlake.${stage}`) };
  if (configuration.dateRange.last <= today) {
    const got = configuration.dateRange.last;
    throw new ConfigurationError(
      `betlake.${stage}.dateRange.last: expected a day in the future, because bets after its year are not shown, got ${got}`,
    );
  }
  if (configuration.emptyBuckets && configuration.removalPolicy !== 'destroy') {
    throw new ConfigurationError(
      `betlake.${stage}.emptyBuckets: expected false unless removalPolicy is "destroy"`,
    );
  }
  const { landing, landingBucket, producers } = configuration;
  if (landingBucket !== undefined && (Object.keys(landing).length > 0 || producers.length > 0)) {
    throw new ConfigurationError(
      `betlake.${stage}.landingBucket: expected neither landing nor producers beside it, because lifecycle and policy of an existing bucket are its owner's`,
    );
  }
  return configuration;
}

function check<T>(schema: z.ZodType<T>, value: unknown, where: string): T {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.map(({ path, message, code }) => {
    const remedy = code === 'unrecognized_keys' ? '; docs/operations.md lists the settings' : '';
    return `${[where, ...path].join('.')}: ${message}${remedy}`;
  });
  throw new ConfigurationError(faults.join('\n'));
}

function readStages(value: unknown): unknown {
  if (typeof value !== 'string') return value;
  const stages = parseJson(value);
  if (stages === undefined) throw new ConfigurationError(`context "betlake": expected JSON, got ${value}`);
  return stages;
}
