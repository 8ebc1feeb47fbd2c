import { callAws } from '../emulator/call-aws.ts';
import type { Deployed } from './deployed.ts';

/** What lists the resources of a kind, and what it calls them. */
const kinds = [
  ['s3', 'list_buckets', 'Buckets', 'Name'],
  ['lambda', 'list_functions', 'Functions', 'FunctionName'],
  ['iam', 'list_roles', 'Roles', 'RoleName'],
  ['glue', 'get_databases', 'DatabaseList', 'Name'],
  ['athena', 'list_work_groups', 'WorkGroups', 'Name'],
  ['events', 'list_rules', 'Rules', 'Name'],
  ['logs', 'describe_log_groups', 'logGroups', 'logGroupName'],
  ['cloudwatch', 'describe_alarms', 'MetricAlarms', 'AlarmName'],
  ['sns', 'list_topics', 'Topics', 'TopicArn'],
  ['sqs', 'list_queues', 'QueueUrls', undefined],
] as const;

/** How many resources of each kind the stack has, as their own services list them. */
export async function countResources({ physicalIds }: Deployed): Promise<Record<string, number>> {
  const ids = new Set(physicalIds.values());
  const counts: Record<string, number> = {};
  for (const [service, operation, field, name] of kinds) {
    const response = await callAws<Record<string, (string | Record<string, string>)[]>>(
      service,
      operation,
      {},
    );
    const names = (response[field] ?? []).map((each) => (typeof each === 'string' ? each : each[name ?? '']));
    counts[field] = names.filter((each) => each !== undefined && ids.has(each)).length;
  }
  return counts;
}
