import { Command } from '@commander-js/extra-typings';
import { explainDiskFault } from '../../client/local/disk-fault.ts';
import { openLakeForWriting } from '../../client/local/lake.ts';
import { mustBeLake } from '../../client/local/lake-folder.ts';
import { markRefreshPending } from '../../client/local/pending-refresh.ts';
import { refreshInvalidDays } from '../../client/local/refresh-invalid-days.ts';
import { unloadObject } from '../../lambdas/core/unload-object.ts';
import { showCountOf, startProgress } from '../output/progress.ts';
import { reportFailedDays } from './ingest.ts';
import { lakeOption } from './options.ts';

export function unloadCommand() {
  return new Command('unload')
    .description(
      'Remove the rows of a landing file from the lake, until a new version of the file is ingested.',
    )
    .argument('<key>', 'its key, as `betlake loads` shows it: bets/2021-10-04.jsonl')
    .addOption(lakeOption())
    .action(async (key, { lake: folder }) => {
      await mustBeLake(folder);
      const lake = await openLakeForWriting(folder);
      const progress = startProgress(`unloading ${key}`);
      try {
        await markRefreshPending(lake.store);
        const { accepted, dates } = await unloadObject(lake.store, key, lake.now());
        const { days, failed } = await refreshInvalidDays(lake, (done, all, day) =>
          progress.update(`rolled up ${day}, ${done} of ${all} days`),
        );
        process.stderr.write(
          `${key}: ${showCountOf(accepted, 'row')} of ${showCountOf(dates.length, 'date')} removed, ${showCountOf(days.length, 'day')} rolled up\n`,
        );
        reportFailedDays(failed);
      } catch (error) {
        throw explainDiskFault(error, folder);
      } finally {
        progress.end();
        lake.close();
      }
    });
}
