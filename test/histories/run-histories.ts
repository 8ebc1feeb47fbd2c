import { Command, InvalidArgumentError } from '@commander-js/extra-typings';
import { startVitest } from 'vitest/node';

/** `npm run test:histories -- --runs N`: the proof that bugs are found, then N random histories. */
const { runs, seed, bugs } = new Command()
  .option('--runs <number>', 'how many histories are played', readWhole, 2000)
  .option('--seed <number>', 'what they are drawn from', readWhole, Date.now() % 2 ** 31)
  .option('--no-bugs', 'leave out the proof that bugs are found')
  .parse()
  .opts();

process.stderr.write(`${runs} histories from seed ${seed}\n`);
const vitest = await startVitest('test', [], {
  project: bugs ? 'histories*' : 'histories',
  watch: false,
  provide: { search: { runs, seed } },
});
if (vitest.state.getCountOfFailedTests() + vitest.state.getUnhandledErrors().length > 0) process.exitCode = 1;
await vitest.close();

function readWhole(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError('expected a whole number');
  return Number(text);
}
