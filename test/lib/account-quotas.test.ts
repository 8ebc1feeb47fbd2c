import { Annotations, Match } from 'aws-cdk-lib/assertions';
import { describe, expect, test } from 'vitest';
import { findResources, synthesize } from './synthesize.ts';

describe('an account whose quotas AWS has not raised yet', () => {
  const { stack, template } = synthesize();

  test('takes every function of a default deployment', () => {
    const functions = findResources(template, 'AWS::Lambda::Function');
    expect(functions).toHaveLength(4);
    for (const [, { Properties }] of functions)
      expect(Number(Properties.MemorySize ?? 128)).toBeLessThan(3009);
    expect(Annotations.fromStack(stack).findWarning('*', Match.anyValue())).toEqual([]);
  });

  test.each(['convert', 'rollup', 'sweep'])(
    'refuses more memory for %s, of which the synthesis warns',
    (task) => {
      const { stack } = synthesize({ memoryMib: { [task]: 3009 } });
      const [warning, ...others] = Annotations.fromStack(stack).findWarning('*', Match.anyValue());
      expect(others).toEqual([]);
      expect(warning?.entry.data).toContain(`betlake.test.memoryMib.${task} is 3009`);
      expect(warning?.entry.data).toContain('ask AWS Support');
    },
  );

  test('has room for all that a default deployment may run at once, and for one function more', () => {
    const mappings = findResources(template, 'AWS::Lambda::EventSourceMapping');
    const atOnce = mappings.map(([, { Properties }]) =>
      Number((Properties.ScalingConfig as { MaximumConcurrency: number }).MaximumConcurrency),
    );
    expect(atOnce).toHaveLength(2);
    const sweep = 1;
    expect(atOnce.reduce((sum, most) => sum + most, sweep)).toBeLessThan(10);
  });

  test('would be used up by more at once, of which the synthesis warns with the name of the quota', () => {
    const { stack } = synthesize({ concurrency: { convert: 7 } });
    const [warning, ...others] = Annotations.fromStack(stack).findWarning('*', Match.anyValue());
    expect(others).toEqual([]);
    expect(warning?.entry.data).toContain('lets 11 functions run at once (convert 7, rollup 3, sweep 1)');
    expect(warning?.entry.data).toContain('"Concurrent executions"');
    expect(
      Annotations.fromStack(synthesize({ concurrency: { convert: 6 } }).stack).findWarning(
        '*',
        Match.anyValue(),
      ),
    ).toEqual([]);
  });
});
