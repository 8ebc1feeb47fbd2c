import { SQSServiceException } from '@aws-sdk/client-sqs';

/** An error as the client of SQS raises it. */
export function sqsFault(name: string, status = 400): SQSServiceException {
  const $metadata = { httpStatusCode: status };
  return new SQSServiceException({
    name,
    message: name,
    $fault: status < 500 ? 'client' : 'server',
    $metadata,
  });
}
