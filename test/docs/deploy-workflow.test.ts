import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { createProgram } from '../../bin/program.ts';
import { shippedStages } from '../lib/synthesize.ts';

const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
const example = read('docs/examples/deploy.yml');

test('the example of a pipeline takes the versions of actions that the project itself is tested with', () => {
  const listUsed = (text: string) =>
    [...text.matchAll(/uses: (actions\/[\w-]+@v\d+)/g)].map(([, action]) => action);
  expect(listUsed(example).length).toBeGreaterThan(1);
  expect(listUsed(read('.github/workflows/ci.yml'))).toEqual(expect.arrayContaining(listUsed(example)));
});

test('the example of a pipeline deploys a stage that cdk.json has, by commands that there are', () => {
  const stages = [...example.matchAll(/-c stage=(\w+)|Betlake-(\w+)/g)].map(([, one, two]) => one ?? two);
  expect(new Set(stages)).toEqual(new Set(['prod']));
  expect(shippedStages).toHaveProperty('prod');
  const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
  for (const [, script] of example.matchAll(/npm run (\w+)/g))
    expect(scripts).toHaveProperty(script as string);
  const commands = createProgram().commands.map((command) => command.name());
  for (const [, command] of example.matchAll(/npx betlake (\w+)/g)) expect(commands).toContain(command);
});

test('the example of a pipeline shows what a pull request changes, and deploys what is merged alone', () => {
  const steps = example.split(/\n {6}- /).slice(1);
  const diff = steps.find((step) => step.includes('cdk diff'));
  expect(diff).not.toContain('if:');
  for (const step of steps.filter((each) => /cdk deploy|betlake doctor/.test(each)))
    expect(step).toContain("if: github.event_name == 'push'");
});
