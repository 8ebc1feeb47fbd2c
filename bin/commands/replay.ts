import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Command } from '@commander-js/extra-typings';
import { explainDiskFault } from '../../local/disk-fault.ts';
import { FolderStore } from '../../local/folder-store.ts';
import { mustBeLake } from '../../local/lake-folder.ts';
import { writeReplay } from '../../local/write-replay.ts';
import { ingest } from './ingest.ts';
import { lakeOption } from './options.ts';

export function replayCommand() {
  return new Command('replay')
    .description('Land corrected lines of the quarantine beside their original files, and ingest them.')
    .argument('<file>', 'what `betlake quarantine --lines N --format json` printed, each raw_line corrected')
    .addOption(lakeOption())
    .action(async (file, { lake }) => {
      await mustBeLake(lake);
      const landing = join(lake, 'landing');
      const replays = await land(lake, landing, file).catch((error) => {
        throw explainDiskFault(error, lake);
      });
      for (const { key, original, lines } of replays) {
        process.stderr.write(`${key}: ${lines} corrected lines of ${original}\n`);
      }
      const { loads } = await ingest(lake, replays);
      const refused = loads.reduce((sum, { record }) => sum + (record?.quarantined ?? 0), 0);
      const accepted = loads.reduce((sum, { record }) => sum + (record?.accepted ?? 0), 0);
      process.stderr.write(`${accepted} lines accepted, ${refused} refused again\n`);
      if (loads.some(({ status }) => status === 'failed') || refused > 0) process.exitCode = 1;
    });
}

async function land(lake: string, landing: string, file: string) {
  await mkdir(landing, { recursive: true });
  return writeReplay(new FolderStore(lake), landing, file);
}
