import type { Template } from 'aws-cdk-lib/assertions';
import { findResources, flatten } from './synthesize.ts';

/** One statement of a policy, with everything as lists of text. */
export interface Statement {
  readonly effect: string;
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  readonly condition: unknown;
  readonly principal: unknown;
}

interface RawStatement {
  readonly Effect: string;
  readonly Action: string | string[];
  readonly Resource?: unknown;
  readonly Condition?: unknown;
  readonly Principal?: unknown;
}

/** The statements of the policies of a type whose logical id begins with `owner`. */
export function listStatements(template: Template, type: string, owner = ''): Statement[] {
  return findResources(template, type)
    .filter(([id]) => id.startsWith(owner))
    .flatMap(([, { Properties }]) => {
      const document = (Properties.PolicyDocument ?? Properties.KeyPolicy) as { Statement: RawStatement[] };
      return document.Statement.map(toStatement);
    });
}

/** What the statements allow, as `action resource`, sorted; the buckets and queues by their names. */
export function listRights(statements: readonly Statement[]): string[] {
  return statements
    .filter(({ effect }) => effect === 'Allow')
    .flatMap(({ actions, resources }) =>
      actions.flatMap((action) => resources.map((resource) => `${action} ${toName(resource)}`)),
    )
    .sort();
}

function toStatement({ Effect, Action, Resource, Condition, Principal }: RawStatement): Statement {
  const resources = Array.isArray(Resource) ? Resource : [Resource ?? '*'];
  return {
    effect: Effect,
    actions: [Action].flat(),
    resources: resources.map(flatten),
    condition: Condition,
    principal: Principal,
  };
}

/** `${Lake5F1B88EA.Arn}/loads/*` → `Lake/loads/*`. */
function toName(resource: string): string {
  return resource.replace(/\$\{(\w+?)[0-9A-F]{8}(?:\.Arn)?\}/g, '$1');
}
