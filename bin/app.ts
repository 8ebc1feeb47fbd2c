import { App, Validations } from 'aws-cdk-lib/core';
import { AwsSolutionsChecks } from 'cdk-nag';
import { toDate } from '../glue/calendar.ts';
import { BetlakeStack } from '../lib/betlake-stack.ts';
import { ConfigurationError, readConfiguration } from './app-configuration.ts';

/** The CDK app: one stage of Betlake, as the context says. */
const app = new App();
try {
  const today = toDate(new Date());
  const configuration = readConfiguration((key) => app.node.tryGetContext(key), today);
  new BetlakeStack(app, `Betlake-${configuration.stage}`, configuration);
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
} catch (error) {
  if (!(error instanceof ConfigurationError)) throw error;
  console.error(error.message);
  process.exit(1);
}
