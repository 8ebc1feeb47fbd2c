import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Run, runBetlakeIn } from './run-betlake.ts';

/** What stands in for AWS: every request is answered alike, and described when a stack is. */
let respond: (target: string) => { readonly status: number; readonly type: string; readonly body: string };
let server: Server;
let signedIn: NodeJS.ProcessEnv;

/** Neither region nor credentials, and no file or network that could have them. */
const nobody = { PATH: process.env.PATH, HOME: '/nonexistent', AWS_EC2_METADATA_DISABLED: 'true' };

beforeAll(async () => {
  server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const target = String(request.headers['x-amz-target'] ?? Buffer.concat(chunks));
    const { status, type, body } = respond(target);
    response.writeHead(status, { 'content-type': type }).end(body);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('expected a port');
  signedIn = {
    ...nobody,
    AWS_REGION: 'eu-west-1',
    AWS_ACCESS_KEY_ID: 'key',
    AWS_SECRET_ACCESS_KEY: 'secret',
    AWS_ENDPOINT_URL: `http://127.0.0.1:${address.port}`,
    AWS_MAX_ATTEMPTS: '1',
  };
});

afterAll(() => {
  server.close();
});

const toError = (status: number, code: string, message: string) => ({
  status,
  type: 'text/xml',
  body: `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error></ErrorResponse>`,
});

const toStack = (status: string, outputs: Readonly<Record<string, string>> = {}) => ({
  status: 200,
  type: 'text/xml',
  body: `<DescribeStacksResponse><DescribeStacksResult><Stacks><member><StackName>x</StackName><StackStatus>${status}</StackStatus><CreationTime>2026-01-01T00:00:00Z</CreationTime><Outputs>${Object.entries(
    outputs,
  )
    .map(
      ([key, value]) => `<member><OutputKey>${key}</OutputKey><OutputValue>${value}</OutputValue></member>`,
    )
    .join('')}</Outputs></member></Stacks></DescribeStacksResult></DescribeStacksResponse>`,
});

const outputs = {
  LandingBucketName: 'landing',
  LakeBucketName: 'lake',
  LandingQueueUrl: 'https://sqs/landing',
  WorkgroupName: 'betlake-dev',
  DatabaseName: 'betlake_dev',
  Debits: 'negative',
};

beforeEach(() => {
  respond = () => toStack('CREATE_COMPLETE', outputs);
});

/** One line that begins with the program's name: no warning of Node's or of a library. */
function expectOneLine({ code, stdout, stderr }: Run): string {
  expect(code).toBe(1);
  expect(stdout).toBe('');
  expect(stderr).toMatch(/^betlake: [^\n]+\n$/);
  return stderr;
}

const loads = ['loads', '--athena', 'Betlake-prod'] as const;

describe('a command on a deployed lake says in one line what is wrong, and what to do, when there', () => {
  test('is no region', async () => {
    expect(expectOneLine(await runBetlakeIn(nobody, ...loads))).toContain(
      'no AWS region is set: set AWS_REGION to the region of the stack',
    );
  });

  test('are no credentials', async () => {
    expect(expectOneLine(await runBetlakeIn({ ...nobody, AWS_REGION: 'eu-west-1' }, ...loads))).toMatch(
      /there are no AWS credentials .*aws sso login.*AWS_PROFILE/,
    );
  });

  test.each([
    ['credentials that have expired', 'ExpiredToken', 'the AWS credentials have expired'],
    ['credentials that AWS does not know', 'InvalidClientTokenId', 'AWS does not know these credentials'],
    [
      'no right to read the stack',
      'AccessDenied',
      'AWS denies this to your credentials: User: x is not authorized',
    ],
  ])('are %s', async (_, code, message) => {
    respond = () => toError(403, code, 'User: x is not authorized to perform: cloudformation:DescribeStacks');
    expect(expectOneLine(await runBetlakeIn(signedIn, ...loads))).toContain(message);
  });

  test('is no such stack, with the account where the credentials name it', async () => {
    respond = () => toError(400, 'ValidationError', 'Stack with id Betlake-prod does not exist');
    const inAccount = { ...signedIn, AWS_ACCOUNT_ID: '123456789012' };
    const message = expectOneLine(await runBetlakeIn(inAccount, ...loads));
    expect(message).toContain(
      'there is no stack Betlake-prod in the region eu-west-1 of the account 123456789012',
    );
    expect(message).toContain('another account (AWS_PROFILE)');
    expect(message).toContain('npx cdk deploy -c stage=prod');
    expect(expectOneLine(await runBetlakeIn(signedIn, ...loads))).toContain('aws sts get-caller-identity');
  });

  test.each([
    ['whose creation has not ended', toStack('CREATE_IN_PROGRESS'), 'wait until it has ended'],
    ['whose deployment was rolled back', toStack('ROLLBACK_COMPLETE'), 'describe-stack-events'],
    ['that is not one of Betlake', toStack('CREATE_COMPLETE', { Url: 'x' }), 'is not one of Betlake'],
    [
      'that an older version of Betlake deployed',
      toStack('CREATE_COMPLETE', { ...outputs, Debits: '' }),
      'was deployed by another version of Betlake and has no output Debits: deploy this version with: npx cdk deploy',
    ],
  ])('is a stack %s', async (_, response, message) => {
    respond = () => response;
    expect(expectOneLine(await runBetlakeIn(signedIn, ...loads))).toContain(message);
  });

  test('is no way to AWS', async () => {
    const cutOff = { ...signedIn, AWS_ENDPOINT_URL: 'http://127.0.0.1:1' };
    expect(expectOneLine(await runBetlakeIn(cutOff, ...loads))).toContain('AWS cannot be reached');
  });

  test('is no right to query, after the stack was read', async () => {
    respond = (target) => {
      if (!target.startsWith('AmazonAthena')) return toStack('CREATE_COMPLETE', outputs);
      const message = 'User: x is not authorized to perform: athena:StartQueryExecution';
      const body = JSON.stringify({ __type: 'AccessDeniedException', message });
      return { status: 400, type: 'application/x-amz-json-1.1', body };
    };
    expect(expectOneLine(await runBetlakeIn(signedIn, ...loads))).toContain(
      'AWS denies this to your credentials: User: x is not authorized to perform: athena:StartQueryExecution',
    );
  });

  test.each([['reload', '--all'], ['doctor']])('is no right in %s', async (...command) => {
    respond = (target) =>
      target.includes('DescribeStacks')
        ? toStack('CREATE_COMPLETE', outputs)
        : toError(403, 'AccessDenied', 'Access Denied');
    expect(expectOneLine(await runBetlakeIn(signedIn, ...command))).toContain(
      'AWS denies this to your credentials',
    );
  });
});
