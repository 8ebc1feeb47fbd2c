/*
 * Errors of AWS and of its clients in the words of whoever ran the command: what happened, and what to do. Recognized by
 * their names, which are the same for all services but a few:
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/CommonErrors.html
 */

const signIn =
  'sign in (aws sso login), or name the profile (AWS_PROFILE) or the keys (AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY); aws sts get-caller-identity shows who you are';

const expired = new Set(['ExpiredToken', 'ExpiredTokenException', 'RequestExpired', 'TokenRefreshRequired']);
const unknownKeys = new Set([
  'AuthFailure',
  'IncompleteSignature',
  'InvalidAccessKeyId',
  'InvalidClientTokenId',
  'InvalidSignatureException',
  'InvalidToken',
  'MissingAuthenticationToken',
  'SignatureDoesNotMatch',
  'UnrecognizedClientException',
]);
const denied = new Set(['AccessDenied', 'AccessDeniedException', 'Forbidden', 'UnauthorizedOperation']);
const unreachable = new Set([
  'EAI_AGAIN',
  'ECONNREFUSED',
  'ECONNRESET',
  'ENETUNREACH',
  'ENOTFOUND',
  'ETIMEDOUT',
]);

/** What to do where Lake Formation decides who may see the catalog, and has not been told. */
export const lakeFormationAdvice =
  'Lake Formation governs the catalog of this account, and IAM rights alone do not open it: docs/runbook.md has under "When Lake Formation governs the catalog" what to grant to whom';

/** Whether a message is Lake Formation's refusal, which Athena and Glue pass on as their own. */
export function isOfLakeFormation(message: string): boolean {
  return /Lake Formation permission/i.test(message);
}

/**
 * Explains an error that a request to AWS ended with.
 *
 * @returns undefined where it is another error, which explains itself or is of no client of AWS
 */
export function explainAwsFault(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  const { name, message } = error;
  if (message === 'Region is missing')
    return 'no AWS region is set: set AWS_REGION to the region of the stack, or a region in your profile (aws configure)';
  if (/^Region not accepted/.test(message))
    return `the AWS region is no name of one: ${message}; set AWS_REGION to the region of the stack`;
  if (name === 'CredentialsProviderError' || name === 'TokenProviderError')
    return `there are no AWS credentials to sign in with (${message}): ${signIn}`;
  if (expired.has(name)) return `the AWS credentials have expired (${name}): ${signIn}`;
  if (unknownKeys.has(name)) return `AWS does not know these credentials (${name}: ${message}): ${signIn}`;
  if (isOfLakeFormation(message)) return `${message}. ${lakeFormationAdvice}`;
  if (denied.has(name) || (statusOf(error) === 403 && name !== 'InvalidObjectState'))
    return `AWS denies this to your credentials: ${message}. Ask whoever runs the account for this right, or sign in as another (AWS_PROFILE); aws sts get-caller-identity shows who you are`;
  if ('code' in error && unreachable.has(String(error.code)))
    return `AWS cannot be reached (${message}): see whether AWS_REGION is spelled right, and the network and its proxy`;
  return undefined;
}

function statusOf(error: Error): number | undefined {
  const { $metadata: metadata } = error as { readonly $metadata?: { readonly httpStatusCode?: number } };
  return metadata?.httpStatusCode;
}
