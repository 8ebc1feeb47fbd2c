import { Command } from '@commander-js/extra-typings';
import { mustBeLake } from '../../local/lake-folder.ts';
import { showCountOf } from '../output/progress.ts';
import { ingest } from './ingest.ts';
import { lakeOption } from './options.ts';

export function refreshCommand() {
  return new Command('refresh')
    .description(
      'Bring the rollups up to date with what is loaded: after an ingest that was interrupted, or with --no-rollup.',
    )
    .addOption(lakeOption())
    .action(async ({ lake }) => {
      await mustBeLake(lake);
      const { days } = await ingest(lake, []);
      process.stderr.write(
        `${showCountOf(days.length, 'day')} refreshed; the rollups have all that is loaded\n`,
      );
    });
}
