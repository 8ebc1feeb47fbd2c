import { expect, it } from 'vitest';
import { BetlakeError, LoadFault } from '../../lambdas/core/errors.ts';
import { describeError } from '../../lambdas/core/telemetry.ts';
import { slowDown } from '../fake-aws/cloud-faults.ts';

it('logs no message of the engine, also where a line of it looks like a frame of the stack', () => {
  const secret = 'PLAYER-73CD';
  const error = new Error(`Conversion Error: could not convert "${secret}\n    at ${secret} (file)"`);
  const logged = describeError(error);
  expect(JSON.stringify(logged)).not.toContain(secret);
  expect(logged.error_place).toContain('describe-error.test.ts');
  error.stack = undefined as unknown as string;
  expect(describeError(error).error_place).toBe('');
});

it('logs the messages of AWS and of our own errors, but for those of a load, which may quote', () => {
  expect(describeError(slowDown()).error_message).toBe('Please reduce your request rate.');
  expect(describeError(new BetlakeError('raise the memory')).error_message).toBe('raise the memory');
  expect(describeError(new LoadFault('bad_gzip', 'quoted')).error_message).toBeUndefined();
  expect(describeError('text')).toEqual({ error_name: 'string' });
});
