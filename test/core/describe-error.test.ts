import { expect, it } from 'vitest';
import { BetlakeError, LoadFault } from '../../lambdas/core/errors.ts';
import { describeError } from '../../lambdas/core/telemetry.ts';
import { slowDown } from '../fake-aws/cloud-faults.ts';

it('logs no message of the engine, even where a line of it has the form of a stack frame', () => {
  const secret = 'PLAYER-73CD';
  const error = new Error(`Conversion Error: could not convert "${secret}\n    at ${secret} (file)"`);
  const logged = describeError(error);
  expect(JSON.stringify(logged)).not.toContain(secret);
  expect(logged.error_place).toContain('describe-error.test.ts');
  error.stack = undefined as unknown as string;
  expect(describeError(error).error_place).toBe('');
});

it('logs the messages of AWS and of our own errors, except those of a load, which may quote a line', () => {
  expect(describeError(slowDown()).error_message).toBe('Please reduce your request rate.');
  expect(describeError(new BetlakeError('raise the memory')).error_message).toBe('raise the memory');
  expect(describeError(new LoadFault('bad_gzip', 'quoted')).error_message).toBeUndefined();
  expect(describeError('text')).toEqual({ error_name: 'string' });
});
