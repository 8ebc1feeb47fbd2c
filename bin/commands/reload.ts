import { Command } from '@commander-js/extra-typings';
import { reload } from '../../client/aws/reload.ts';
import { BetlakeError } from '../../lambdas/core/errors.ts';
import { showCountOf, startProgress } from '../output/progress.ts';
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
      const { listArchivedKeys } = await import('../../client/aws/archived-objects.ts');
      const { client, deployment, store, landingQueue } = await openCloudLake(stack);
      const progress = startProgress('looking for archived landing objects');
      try {
        const known = await listArchivedKeys(client, deployment.landingBucket, choice.prefix ?? '');
        progress.update('queueing landing objects to load again');
        const { sent, archived } = await reload(store, landingQueue, choice, known);
        progress.end();
        const [example] = archived;
        if (example !== undefined)
          process.stderr.write(
            `warning: ${showCountOf(archived.length, 'landing object')} in an archive class of S3, such as ${example}, not queued: restore them (aws s3api restore-object), then reload them; their rows stay as they are\n`,
          );
        process.stderr.write(
          `${showCountOf(sent.length, 'landing object')} queued to load again; see them with: betlake loads --athena\n`,
        );
        if (sent.length === 0 || archived.length > 0) process.exitCode = 1;
      } finally {
        progress.end();
      }
    });
}
