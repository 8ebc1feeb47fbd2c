import { readFile, writeFile } from 'node:fs/promises';

interface Template {
  readonly Resources: Readonly<Record<string, { readonly Type: string; Properties: Properties }>>;
}

type Properties = Record<string, unknown> & { Metrics?: readonly { readonly MetricStat?: unknown }[] };

/**
 * Takes out of a synthesized template what the emulator refuses: alarms on what is computed of several metrics.
 * Each stays, under its name, as an alarm on a metric of its own.
 */
export async function adaptTemplate(path: string): Promise<void> {
  const template = JSON.parse(await readFile(path, 'utf8')) as Template;
  for (const resource of Object.values(template.Resources)) {
    if (resource.Type !== 'AWS::CloudWatch::Alarm' || !resource.Properties.Metrics) continue;
    const { Metrics, ...properties } = resource.Properties;
    const simple = { Namespace: 'Betlake', MetricName: 'Loads', Statistic: 'Sum', Period: 300 };
    resource.Properties = { ...properties, ...simple };
  }
  await writeFile(path, JSON.stringify(template, undefined, 1));
}
