import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { synthesize } from '../lib/synthesize.ts';
import { installPython } from './emulator/install-python.ts';
import { runProgram } from './emulator/run-program.ts';

const version = '1.58.0';
let folder = '';
let cfnLint = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'betlake-lint-'));
  const python = await installPython({
    name: `cfn-lint-${version}`,
    packages: [`cfn-lint==${version}`],
    check: `from importlib.metadata import version as v; assert v("cfn-lint") == "${version}"`,
  });
  cfnLint = join(dirname(python), 'cfn-lint');
});

afterAll(() => rm(folder, { recursive: true, force: true }));

test.each([
  ['with its defaults', {}],
  [
    'that is emptied when it is destroyed, with a customer key, on x86_64',
    {
      removalPolicy: 'destroy',
      emptyBuckets: true,
      customerKey: true,
      architecture: 'x86_64',
      alarmEmail: 'a@example.com',
    },
  ],
  [
    'that others land in, with a key, a boundary and tags that exist, and landing objects that age',
    {
      customerKey: 'arn:aws:kms:us-east-1:123456789012:key/0a1b2c3d-0000-0000-0000-000000000000',
      permissionsBoundary: 'developers',
      producers: ['123456789012', 'arn:aws:iam::210987654321:role/exporter'],
      tags: { team: 'data' },
      landing: { archiveAfterDays: 90, expireAfterDays: 400 },
    },
  ],
  ['with an existing landing bucket', { landingBucket: 'our-exports', customerKey: true }],
])('cfn-lint finds nothing in the template of a stage %s', async (_, settings) => {
  const path = join(folder, 'template.json');
  await writeFile(path, JSON.stringify(synthesize(settings).template.toJSON()));
  const printed = await runProgram(cfnLint, ['--regions', 'us-east-1', '--', path], { seconds: 120 });
  expect(printed).toBe('');
});
