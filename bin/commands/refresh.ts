import { Command } from '@commander-js/extra-typings';
import { mustBeLake } from '../../client/local/lake-folder.ts';
import { showCountOf } from '../output/progress.ts';
import { ingest, reportFailedDays } from './ingest.ts';
import { lakeOption } from './options.ts';

export function refreshCommand() {
  return new Command('refresh')
    .description(
      'Bring the rollups up to date with what is loaded: after an ingest that was interrupted, or with --no-rollup.',
    )
    .addOption(lakeOption())
    .action(async ({ lake }) => {
      await mustBeLake(lake);
      const { days, failed } = await ingest(lake, []);
      const outcome = failed.length === 0 ? '; the rollups have all that is loaded' : '';
      process.stderr.write(`${showCountOf(days.length, 'day')} refreshed${outcome}\n`);
      reportFailedDays(failed);
    });
}
