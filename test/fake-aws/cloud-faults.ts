import { S3ServiceException } from '@aws-sdk/client-s3';

/** An error as the client of S3 raises it. */
export function s3Fault(name: string, status: number, message = name): S3ServiceException {
  const fault = new S3ServiceException({
    name,
    message,
    $fault: status < 500 ? 'client' : 'server',
    $metadata: { httpStatusCode: status, requestId: 'MEMORY', attempts: 1, totalRetryDelay: 0 },
  });
  return fault;
}

export const slowDown = () => s3Fault('SlowDown', 503, 'Please reduce your request rate.');
export const accessDenied = () => s3Fault('AccessDenied', 403, 'Access Denied');
export const preconditionFailed = () =>
  s3Fault('PreconditionFailed', 412, 'At least one of the pre-conditions you specified did not hold');
export const conditionalRequestConflict = () =>
  s3Fault('ConditionalRequestConflict', 409, 'Conflicting conditional request against the same resource');

/** What Node raises when the other side closes a connection in the middle. */
export const connectionReset = () => Object.assign(new Error('aborted'), { code: 'ECONNRESET' });

/** A worker's sudden end: nothing that it would still have done happens. */
export class Crash extends Error {
  override name = 'Crash';
}
