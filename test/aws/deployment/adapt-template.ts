import { readFile, writeFile } from 'node:fs/promises';

interface Template {
  readonly Resources: Readonly<Record<string, Resource>>;
}

interface Resource {
  readonly Type: string;
  Properties: Record<string, unknown> & {
    readonly Metrics?: unknown;
    readonly PolicyDocument?: { readonly Statement: readonly Statement[] };
  };
}

interface Statement {
  Action: string | readonly string[];
}

/** Changes a synthesized template where the emulator is not like AWS; all else is deployed as it came out. */
export async function adaptTemplate(path: string): Promise<void> {
  const template = JSON.parse(await readFile(path, 'utf8')) as Template;
  for (const resource of Object.values(template.Resources)) {
    if (resource.Type === 'AWS::CloudWatch::Alarm') simplifyAlarm(resource);
    if (resource.Type === 'AWS::IAM::Policy') nameBatchAction(resource);
  }
  await writeFile(path, JSON.stringify(template, undefined, 1));
}

/** It refuses alarms on what is computed of several metrics: those stay, as alarms on a metric. */
function simplifyAlarm(alarm: Resource): void {
  const { Metrics, ...properties } = alarm.Properties;
  if (Metrics === undefined) return;
  const metric = { Namespace: 'Betlake', MetricName: 'LinesQuarantined', Statistic: 'Sum', Period: 300 };
  alarm.Properties = { ...properties, ...metric };
}

/**
 * It wants an action `sqs:SendMessageBatch` to be allowed, which AWS does not know: there `sqs:SendMessage` allows
 * both.
 *
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonsqs.html
 */
function nameBatchAction({ Properties: { PolicyDocument } }: Resource): void {
  for (const statement of PolicyDocument?.Statement ?? []) {
    const actions = [statement.Action].flat();
    if (actions.includes('sqs:SendMessage')) statement.Action = [...actions, 'sqs:SendMessageBatch'];
  }
}
