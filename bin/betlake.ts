import { BetlakeError } from '../lambdas/core/errors.ts';
import { exitWithOutput, findOutputFault } from './output/output-fault.ts';
import { toPrintableMessage } from './output/to-printable.ts';
import { createProgram } from './program.ts';

exitWithOutput(process);

try {
  await createProgram().parseAsync();
} catch (error) {
  if (error !== findOutputFault()) {
    const isOurs = error instanceof BetlakeError;
    const message = error instanceof Error ? error.message : String(error);
    process.stderr.write(`betlake: ${toPrintableMessage(message)}\n`);
    if (!isOurs && process.env.BETLAKE_DEBUG && error instanceof Error)
      process.stderr.write(`${error.stack}\n`);
    process.exitCode = 1;
  }
}
