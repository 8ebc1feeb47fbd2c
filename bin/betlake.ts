import { explainAwsFault } from '../client/aws/aws-fault.ts';
import { BetlakeError } from '../lambdas/core/errors.ts';
import { exitWithOutput, findOutputFault } from './output/output-fault.ts';
import { toPrintableMessage } from './output/to-printable.ts';
import { createProgram } from './program.ts';

// The version of the SDK is pinned, and this Node runs it; which Node a later one needs is not the business of a query.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';
exitWithOutput(process);

try {
  await createProgram().parseAsync();
} catch (error) {
  if (error !== findOutputFault()) {
    const isOurs = error instanceof BetlakeError;
    const message = explainAwsFault(error) ?? (error instanceof Error ? error.message : String(error));
    process.stderr.write(`betlake: ${toPrintableMessage(message)}\n`);
    if (!isOurs && process.env.BETLAKE_DEBUG && error instanceof Error)
      process.stderr.write(`${error.stack}\n`);
    process.exitCode = 1;
  }
}
