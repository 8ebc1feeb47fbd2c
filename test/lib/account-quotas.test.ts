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
});
