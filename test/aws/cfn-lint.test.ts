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
])('cfn-lint finds nothing in the template of a stage %s', async (_, settings) => {
  const path = join(folder, 'template.json');
  await writeFile(path, JSON.stringify(synthesize(settings).template.toJSON()));
  const printed = await runProgram(cfnLint, ['--regions', 'us-east-1', '--', path], { seconds: 120 });
  expect(printed).toBe('');
});
