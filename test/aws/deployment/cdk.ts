import { arch } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { inject } from 'vitest';
import { shippedStages } from '../../lib/synthesize.ts';
import { account, region } from '../emulator/environment.ts';
import { report } from '../emulator/report.ts';
import { runProgram } from '../emulator/run-program.ts';
import { adaptTemplate } from './adapt-template.ts';

const projectRoot = fileURLToPath(new URL('../../..', import.meta.url));

/** Settings of a stage, as cdk.json has them. */
export type StageSettings = Readonly<Record<string, unknown>>;

export const stage = 'emulated';
export const stackName = `Betlake-${stage}`;

/** The default settings of the deployment: the functions run on this machine. */
const baseSettings: StageSettings = {
  // As the stage that is shipped for trying out is removed.
  ...shippedStages.dev,
  architecture: arch() === 'arm64' ? 'arm64' : 'x86_64',
  memoryMib: { convert: 1769, rollup: 1769 },
  concurrency: { convert: 2, rollup: 2 },
  refreshDelaySeconds: 1,
};

/** Deploys into an account that nothing was deployed to before. */
export async function deployFirst(settings: StageSettings = {}): Promise<void> {
  await synthesize(settings);
  report('bootstrapping');
  await runCdk(['bootstrap', `aws://${account}/${region}`, '--app', toAssembly()], 150);
  await deploySynthesized();
}

/** Deploys the stack again with other settings. */
export async function update(settings: StageSettings): Promise<void> {
  await synthesize(settings);
  await deploySynthesized();
}

/** Synthesizes the app as it is; what the emulator refuses is changed in what came out. */
async function synthesize(settings: StageSettings): Promise<void> {
  report(`synthesizing ${stackName} ${JSON.stringify(settings)}`);
  const stages = { [stage]: { ...baseSettings, ...settings } };
  const context = ['-c', `stage=${stage}`, '-c', `betlake=${JSON.stringify(stages)}`];
  await runCdk(['synth', '--quiet', '--output', toAssembly(), ...context], 180);
  await adaptTemplate(join(toAssembly(), `${stackName}.template.json`));
}

async function deploySynthesized(): Promise<void> {
  report('deploying');
  await runCdk(['deploy', '--app', toAssembly(), '--require-approval', 'never'], 240);
  report('deployed');
}

export async function destroy(): Promise<void> {
  report(`destroying ${stackName}`);
  await runCdk(['destroy', '--app', toAssembly(), '--force'], 240);
}

function toAssembly(): string {
  return join(inject('folder'), 'cdk.out');
}

/** Runs the CDK's command line, as a person would; a custom resource that hangs does not keep it for ever. */
async function runCdk(command: readonly string[], seconds: number): Promise<void> {
  const quiet = ['--no-notices', '--no-version-reporting', '--no-color'];
  const env = { ...process.env, CDK_DISABLE_CLI_TELEMETRY: 'true', CI: 'true' };
  await runProgram('npx', ['cdk', ...command, ...quiet], { seconds, env, cwd: projectRoot });
}
