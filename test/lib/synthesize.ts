import { readFileSync } from 'node:fs';
import { Template } from 'aws-cdk-lib/assertions';
import { App } from 'aws-cdk-lib/core';
import { readConfiguration } from '../../bin/app-configuration.ts';
import { BetlakeStack } from '../../lib/betlake-stack.ts';

const cdkJson = JSON.parse(readFileSync(new URL('../../cdk.json', import.meta.url), 'utf8')) as {
  context: Record<string, unknown> & { betlake: Record<string, Record<string, unknown>> };
};

/** The settings of the stages that cdk.json has. */
export const shippedStages = cdkJson.context.betlake;

export interface Synthesized {
  readonly app: App;
  readonly stack: BetlakeStack;
  readonly template: Template;
}

/** The app with cdk.json's flags and the settings given, without bundling the functions' code. */
export function synthesize(settings: Readonly<Record<string, unknown>> = {}, stage = 'test'): Synthesized {
  const context = {
    ...cdkJson.context,
    'aws:cdk:bundling-stacks': [],
    'aws:cdk:disable-stack-trace': true,
    stage,
    betlake: { [stage]: settings },
  };
  // CDK checks the template by rules of its own, which takes seconds: security.test.ts runs them once.
  const app = new App({ context, analyticsReporting: false, builtinCloudFormationValidation: false });
  const configuration = readConfiguration((key) => app.node.tryGetContext(key), '2026-01-01');
  const stack = new BetlakeStack(app, `Betlake-${stage}`, configuration);
  return { app, stack, template: Template.fromStack(stack) };
}

/** A resource of a template, as far as a test reads it. */
export interface Resource {
  readonly Type: string;
  readonly Properties: Readonly<Record<string, unknown>>;
  readonly DependsOn?: readonly string[];
  readonly DeletionPolicy?: string;
}

/** Resources of a type, by logical id. */
export function findResources(template: Template, type: string): [string, Resource][] {
  return Object.entries(template.findResources(type)) as [string, Resource][];
}

/** The one resource of a type. */
export function findResource(template: Template, type: string): Resource {
  const [only, ...others] = findResources(template, type);
  if (!only || others.length > 0)
    throw new Error(`expected one ${type}, got ${others.length + (only ? 1 : 0)}`);
  return only[1];
}

/** Text of a value with its references in it: `${Lake5F1B88EA.Arn}/loads/*`. */
export function flatten(value: unknown): string {
  if (typeof value === 'string') return value;
  if (value === null || typeof value !== 'object') return String(value);
  const [[name, argument] = ['', '']] = Object.entries(value);
  if (name === 'Ref') return `\${${argument}}`;
  if (name === 'Fn::GetAtt') return `\${${(argument as string[]).join('.')}}`;
  if (name === 'Fn::Join') {
    const [separator, parts] = argument as [string, unknown[]];
    return parts.map(flatten).join(separator);
  }
  throw new Error(`no text: ${JSON.stringify(value)}`);
}
