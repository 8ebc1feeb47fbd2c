import { BetlakeError, LoadFault } from './errors.ts';
import type { LogAttributes } from './telemetry.ts';

/**
 * What a log may hold of an error. The engine's messages quote the values they stumble over, and so may those
 * of a JSON reader; only AWS's and our own, which do not, are logged in words.
 */
export function describeError(error: unknown): LogAttributes {
  if (!(error instanceof Error)) return { error_name: typeof error };
  const { cause } = error;
  return {
    error_name: error.name,
    ...('code' in error && typeof error.code === 'string' && { error_code: error.code }),
    ...(isQuotable(error) && { error_message: error.message }),
    ...(cause instanceof Error && { error_cause: cause.name }),
    error_place: toPlace(error),
  };
}

function isQuotable(error: Error): boolean {
  const ofAws = '$metadata' in error && '$fault' in error;
  return ofAws || (error instanceof BetlakeError && !(error instanceof LoadFault));
}

/** The frames of the stack: what follows the message, of which a line may look like a frame and quote a value. */
function toPlace({ stack = '', message }: Error): string {
  const at = stack.indexOf(message);
  if (at < 0) return '';
  const frames = stack
    .slice(at + message.length)
    .split('\n')
    .filter((line) => /^\s+at /.test(line));
  return frames
    .slice(0, framesKept)
    .map((line) => line.trim())
    .join('; ');
}

const framesKept = 8;
