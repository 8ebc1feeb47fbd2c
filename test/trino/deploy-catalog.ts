import { findDeployment } from '../../client/aws/deployment.ts';
import { synthesize } from '../lib/synthesize.ts';
import { deployTemplate } from './deploy-template.ts';

/** A catalog in the emulator's Glue, which Trino reads. */
export interface DeployedCatalog {
  readonly stack: string;
  readonly database: string;
  /** The location of the lake in its tables. */
  readonly bucket: string;
}

interface Template {
  readonly Resources: Readonly<Record<string, { readonly Type: string; readonly Properties?: unknown }>>;
  readonly Outputs: Readonly<Record<string, { readonly Value: unknown }>>;
}

/**
 * Deploys the database, tables and views of the synthesised template as they are there. The buckets and
 * queues that they and the outputs refer to are made plain, and everything else is left out.
 *
 * @param stage names the stack and the database: each has its own
 * @param firstDate the first day that the catalog shows
 */
export async function deployCatalog(stage: string, firstDate: string): Promise<DeployedCatalog> {
  const template = reduce(
    synthesize({ dateRange: { first: firstDate, last: lastDate } }, stage).template.toJSON() as Template,
  );
  const stack = `Betlake-${stage}`;
  await deployTemplate(stack, template);
  const { database, lakeBucket } = await findDeployment(stack);
  return { stack, database, bucket: lakeBucket };
}

/** Its year is the last that the catalog shows. */
const lastDate = '2030-12-31';

const kept = new Set(['AWS::Glue::Database', 'AWS::Glue::Table']);
const keptPlain = new Set(['AWS::S3::Bucket', 'AWS::SQS::Queue']);

function reduce({ Resources, Outputs }: Template): Template {
  const resources = Object.entries(Resources).flatMap(([id, resource]) => {
    if (kept.has(resource.Type)) return [[id, resource] as const];
    return keptPlain.has(resource.Type) ? [[id, { Type: resource.Type }] as const] : [];
  });
  const ids = new Set(resources.map(([id]) => id));
  const refersToKept = (value: unknown) =>
    [...JSON.stringify(value).matchAll(/"(?:Ref":|Fn::GetAtt":\[)"([^"]+)"/g)].every(
      ([, id = '']) => ids.has(id) || id.startsWith('AWS::'),
    );
  return {
    Resources: Object.fromEntries(resources),
    Outputs: Object.fromEntries(Object.entries(Outputs).filter(([, { Value }]) => refersToKept(Value))),
  };
}
