import { Command } from '@commander-js/extra-typings';
import { reload } from '../../client/aws/reload.ts';
import { BetlakeError } from '../../lambdas/core/errors.ts';
import { startProgress } from '../output/progress.ts';
import { dateFormats, readDate, stackOption } from './options.ts';

export function reloadCommand() {
  return new Command('reload')
    .description('Load landing objects of a deployed lake again, in their current version.')
    .option('--prefix <prefix>', 'objects whose keys begin with this, such as bets/2021/')
    .option('--from <date>', `objects with rows from this date on: ${dateFormats}`, readDate)
    .option('--to <date>', `objects with rows up to this date: ${dateFormats}`, readDate)
    .option('--all', 'every object')
    .addOption(stackOption())
    .action(async ({ stack, all, ...choice }) => {
      if (!all && Object.keys(choice).length === 0) {
        throw new BetlakeError(
          'no objects are named; name them with --prefix, --from or --to, or take --all',
        );
      }
      const { openCloudLake } = await import('../../client/aws/deployment.ts');
      const { store, landingQueue } = await openCloudLake(stack);
      const progress = startProgress('queueing landing objects to load again');
      const keys = await reload(store, landingQueue, choice).finally(() => progress.end());
      process.stderr.write(
        `${keys.length} landing objects queued to load again; see them with: betlake loads --athena\n`,
      );
      if (keys.length === 0) process.exitCode = 1;
    });
}
