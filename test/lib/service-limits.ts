/** A bound that a service documents for one property of its resources. */
export interface ServiceLimit {
  readonly type: string;
  /** From the resource's properties on; `*` is every element of a list, or every value of a map. */
  readonly path: string;
  /** Of a number its value, of a text its characters, of a list its elements. */
  readonly least: number;
  readonly most: number;
  readonly source: string;
}

const docs = 'https://docs.aws.amazon.com/';
const lambda = `${docs}lambda/latest/dg/gettingstarted-limits.html`;
const mapping = `${docs}lambda/latest/api/API_CreateEventSourceMapping.html`;
const sqs = `${docs}AWSSimpleQueueService/latest/APIReference/API_SetQueueAttributes.html`;
const alarm = `${docs}AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html`;
const athena = `${docs}athena/latest/APIReference/API_CreateWorkGroup.html`;
const glueTable = `${docs}glue/latest/webapi/API_TableInput.html`;
const lifecycle = `${docs}AmazonS3/latest/API/API_LifecycleRule.html`;
const events = `${docs}eventbridge/latest/APIReference/API_PutRule.html`;

const limit = (
  type: string,
  path: string,
  [least, most]: readonly [number, number],
  source: string,
): ServiceLimit => ({
  type: `AWS::${type}`,
  path,
  least,
  most,
  source,
});

/** What a template may hold, property by property. */
export const serviceLimits: readonly ServiceLimit[] = [
  limit('Lambda::Function', 'MemorySize', [128, 10_240], lambda),
  limit('Lambda::Function', 'Timeout', [1, 900], lambda),
  limit('Lambda::Function', 'EphemeralStorage.Size', [512, 10_240], lambda),
  limit('Lambda::Function', 'Description', [0, 256], `${docs}lambda/latest/api/API_CreateFunction.html`),
  limit('Lambda::EventSourceMapping', 'BatchSize', [1, 10_000], mapping),
  limit('Lambda::EventSourceMapping', 'MaximumBatchingWindowInSeconds', [0, 300], mapping),
  limit(
    'Lambda::EventSourceMapping',
    'ScalingConfig.MaximumConcurrency',
    [2, 1000],
    `${docs}lambda/latest/api/API_ScalingConfig.html`,
  ),
  limit('SQS::Queue', 'DelaySeconds', [0, 900], sqs),
  limit('SQS::Queue', 'VisibilityTimeout', [0, 43_200], sqs),
  limit('SQS::Queue', 'MessageRetentionPeriod', [60, 1_209_600], sqs),
  limit(
    'SQS::Queue',
    'RedrivePolicy.maxReceiveCount',
    [1, 1000],
    `${docs}AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-configure-dead-letter-queue.html`,
  ),
  limit('CloudWatch::Alarm', 'AlarmDescription', [0, 1024], alarm),
  limit('CloudWatch::Alarm', 'Period', [10, 86_400], alarm),
  limit('CloudWatch::Alarm', 'Metrics', [1, 20], alarm),
  limit(
    'CloudWatch::Dashboard',
    'DashboardName',
    [1, 255],
    `${docs}AmazonCloudWatch/latest/APIReference/API_PutDashboard.html`,
  ),
  limit(
    'Athena::WorkGroup',
    'WorkGroupConfiguration.BytesScannedCutoffPerQuery',
    [10_000_000, Number.MAX_SAFE_INTEGER],
    `${docs}athena/latest/APIReference/API_WorkGroupConfiguration.html`,
  ),
  limit('Athena::WorkGroup', 'Name', [1, 128], athena),
  limit('Athena::WorkGroup', 'Description', [0, 1024], athena),
  limit('Glue::Database', 'DatabaseInput.Name', [1, 255], `${docs}glue/latest/webapi/API_DatabaseInput.html`),
  limit('Glue::Table', 'TableInput.Name', [1, 255], glueTable),
  limit('Glue::Table', 'TableInput.Description', [0, 2048], glueTable),
  limit('Glue::Table', 'TableInput.ViewOriginalText', [0, 409_600], glueTable),
  limit('Glue::Table', 'TableInput.Parameters.*', [0, 512_000], glueTable),
  limit(
    'Glue::Table',
    'TableInput.StorageDescriptor.Columns.*.Comment',
    [0, 255],
    `${docs}glue/latest/webapi/API_Column.html`,
  ),
  limit('S3::Bucket', 'LifecycleConfiguration.Rules', [1, 1000], lifecycle),
  limit('S3::Bucket', 'LifecycleConfiguration.Rules.*.Id', [1, 255], lifecycle),
  limit('S3::Bucket', 'LifecycleConfiguration.Rules.*.ExpirationInDays', [1, 2 ** 31 - 1], lifecycle),
  limit(
    'S3::Bucket',
    'LifecycleConfiguration.Rules.*.NoncurrentVersionExpiration.NoncurrentDays',
    [1, 2 ** 31 - 1],
    lifecycle,
  ),
  limit('KMS::Key', 'Description', [0, 8192], `${docs}kms/latest/APIReference/API_CreateKey.html`),
  limit('SNS::Topic', 'DisplayName', [0, 100], `${docs}sns/latest/dg/sns-create-topic.html`),
  limit('Events::Rule', 'Description', [0, 512], events),
  limit('Events::Rule', 'ScheduleExpression', [0, 256], events),
  limit(
    'IAM::ManagedPolicy',
    'Description',
    [0, 1000],
    `${docs}IAM/latest/APIReference/API_CreatePolicy.html`,
  ),
];

/** The policies of resources: …/AmazonS3/latest/userguide/bucket-policies.html, …/kms/latest/developerguide/resource-limits.html */
export const resourcePolicyBytes = { 'AWS::S3::BucketPolicy': 20_480, 'AWS::KMS::Key': 32_768 } as const;

/** The days that CloudWatch keeps logs for: .../AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html */
export const logRetentions = [
  ...[1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288],
  3653,
];

/** Of a whole template: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html */
export const templateLimits = { bytes: 1_000_000, resources: 500, outputs: 200, stackNameLength: 128 };

/** All variables of a function together, in bytes: the page of Lambda's quotas. */
export const environmentBytes = 4096;

/** What a role's own policies may hold together, without white space: .../IAM/latest/UserGuide/reference_iam-quotas.html */
export const rolePoliciesLength = 10_240;

/** The values at a path of a resource's properties; none where there is no such property. */
export function valuesAt(value: unknown, path: string): unknown[] {
  if (path === '') return value === undefined ? [] : [value];
  if (typeof value !== 'object' || value === null) return [];
  const [name = '', ...rest] = path.split('.');
  const next = name === '*' ? Object.values(value) : [(value as Record<string, unknown>)[name]];
  return next.flatMap((each) => valuesAt(each, rest.join('.')));
}

/** What a limit bounds of a value; undefined where only AWS knows it, as of a reference. */
export function measure(value: unknown): number | undefined {
  if (typeof value === 'number') return value;
  if (typeof value === 'string') return value.length;
  return Array.isArray(value) ? value.length : undefined;
}
