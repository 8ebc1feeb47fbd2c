import { BetlakeError } from '../lambdas/lake/errors.ts';
import { toPrintableMessage } from './output/to-printable.ts';
import { createProgram } from './program.ts';

// A reader that has seen enough, such as `head`, closes the pipe: nothing went wrong.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  process.exit(error.code === 'EPIPE' ? 0 : 1);
});

try {
  await createProgram().parseAsync();
} catch (error) {
  const isOurs = error instanceof BetlakeError;
  const message = error instanceof Error ? error.message : String(error);
  process.stderr.write(`betlake: ${toPrintableMessage(message)}\n`);
  if (!isOurs && process.env.BETLAKE_DEBUG && error instanceof Error)
    process.stderr.write(`${error.stack}\n`);
  process.exitCode = 1;
}
