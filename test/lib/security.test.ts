import { Validations } from 'aws-cdk-lib/core';
import { AwsSolutionsChecks } from 'cdk-nag';
import { describe, expect, it } from 'vitest';
import { synthesize } from './synthesize.ts';

const every = [
  {},
  { removalPolicy: 'destroy', emptyBuckets: true, customerKey: true, architecture: 'x86_64' },
];

describe.each(every)('a deployment with %j', (settings) => {
  it('has no finding of AwsSolutions that is not acknowledged', () => {
    const { app } = synthesize(settings);
    const { violations } = new AwsSolutionsChecks(app, { verbose: true }).validateScope(app);
    expect(violations).toEqual([]);
  });
});

it('gives a reason with every acknowledgement', () => {
  const { app } = synthesize({ customerKey: true });
  const reasons = app.node
    .findAll()
    .flatMap(({ node }) => node.metadata)
    .filter(({ type }) => type === Validations.ACKNOWLEDGED_RULES_METADATA_KEY)
    .flatMap(({ data }) => Object.values(data as Record<string, string>));
  expect(reasons.length).toBeGreaterThan(0);
  for (const reason of reasons) expect(reason.length).toBeGreaterThan(30);
});
