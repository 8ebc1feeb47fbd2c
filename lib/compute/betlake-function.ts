import { fileURLToPath } from 'node:url';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Architecture, Code, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { AssetHashType, DockerImage, type Duration, RemovalPolicy, type Size } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { lintKnowingly } from '../acknowledge.ts';
import { bundleHandler } from '../bundling/bundle-handler.ts';
import type { Configuration } from '../configuration.ts';
import { type FunctionResources, toEnvironment } from './environment.ts';

export interface BetlakeFunctionProps {
  readonly configuration: Configuration;
  /** What it does; names its folder below `lambdas/`, and its metrics. */
  readonly task: Task;
  readonly resources: FunctionResources;
  readonly timeout: Duration;
  /** What /tmp holds at most. */
  readonly scratch: Size;
}

export type Task = 'convert' | 'rollup' | 'sweep';

const projectRoot = fileURLToPath(new URL('../..', import.meta.url));

/**
 * A function with the environment that every handler expects, DuckDB's binding of its own architecture where its
 * code runs DuckDB, a log group that is kept for a time, and a role that can write to that log group and no more.
 */
export class BetlakeFunction extends LambdaFunction {
  constructor(scope: Construct, id: string, props: BetlakeFunctionProps) {
    const { configuration, task, timeout, scratch } = props;
    const logGroup = new LogGroup(scope, `${id}Logs`, {
      retention: configuration.days.logs,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const role = new Role(scope, `${id}Role`, { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    logGroup.grantWrite(role);
    super(scope, id, {
      description: `Betlake ${configuration.stage}: ${task}`,
      runtime: Runtime.NODEJS_24_X,
      architecture: configuration.architecture === 'arm64' ? Architecture.ARM_64 : Architecture.X86_64,
      handler: 'index.handler',
      code: toCode(task, configuration),
      memorySize: configuration.memoryMib[task],
      ephemeralStorageSize: scratch,
      timeout,
      role,
      logGroup,
      environment: toEnvironment(configuration, task, props.resources),
    });
    lintKnowingly(this.node.defaultChild);
  }
}

function toCode(task: Task, { architecture }: Configuration): Code {
  const entry = `lambdas/${task}/handler.ts`;
  return Code.fromAsset(`${projectRoot}lambdas/${task}`, {
    // Of what comes out: the code below `glue/` and the pinned packages count too.
    assetHashType: AssetHashType.OUTPUT,
    bundling: {
      image: DockerImage.fromRegistry('no-container-is-used'),
      local: {
        tryBundle(outputFolder) {
          bundleHandler({ projectRoot, entry, architecture, outputFolder });
          return true;
        },
      },
    },
  });
}
