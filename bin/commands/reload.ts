import { Command } from '@commander-js/extra-typings';
import { reload } from '../../client/aws/reload.ts';
import { BetlakeError } from '../../lambdas/core/errors.ts';
import { startProgress } from '../output/progress.ts';
import { dateForms, readDate, stackOption } from './options.ts';

export function reloadCommand() {
  return new Command('reload')
    .description('Send landing objects of a deployed lake through again, as they stand now.')
    .option('--prefix <prefix>', 'objects whose keys begin so: bets/2021/')
    .option('--from <date>', `objects with rows from this date on: ${dateForms}`, readDate)
    .option('--to <date>', `objects with rows up to this date: ${dateForms}`, readDate)
    .option('--all', 'every object')
    .addOption(stackOption())
    .action(async ({ stack, all, ...choice }) => {
      if (!all && Object.keys(choice).length === 0) {
        throw new BetlakeError('say which objects: --prefix, --from, --to, or --all');
      }
      const { openCloudLake } = await import('../../client/aws/deployment.ts');
      const { store, landingQueue } = await openCloudLake(stack);
      const progress = startProgress('sending landing objects through again');
      const keys = await reload(store, landingQueue, choice).finally(() => progress.end());
      process.stderr.write(
        `${keys.length} landing objects sent through again; betlake loads --athena shows them\n`,
      );
      if (keys.length === 0) process.exitCode = 1;
    });
}
