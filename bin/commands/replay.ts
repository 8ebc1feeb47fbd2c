import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Command } from '@commander-js/extra-typings';
import { explainDiskFault } from '../../client/local/disk-fault.ts';
import { FolderStore } from '../../client/local/folder-store.ts';
import { mustBeLake } from '../../client/local/lake-folder.ts';
import {
  type CorrectedLine,
  type OpenLine,
  type Replay,
  readCorrectedLines,
  writeReplay,
} from '../../client/local/write-replay.ts';
import { collectRows } from '../../client/queries/result.ts';
import { toSqlList } from '../../glue/sql.ts';
import { ingest } from './ingest.ts';
import { lakeOption } from './options.ts';
import { withLake } from './with-lake.ts';

export function replayCommand() {
  return new Command('replay')
    .description('Land corrected lines of the quarantine beside their original files, and ingest them.')
    .argument(
      '<file>',
      'the output of `betlake quarantine --lines N --format json`, with each raw_line corrected',
    )
    .addOption(lakeOption())
    .action(async (file, { lake }) => {
      await mustBeLake(lake);
      const lines = await readCorrectedLines(file);
      const replay = await land(lake, lines, await readOpenLines(lake, lines)).catch((error) => {
        throw explainDiskFault(error, lake);
      });
      reportLines(replay);
      if (replay.unchanged.length > 0 || replay.outdated.length > 0) process.exitCode = 1;
      if (replay.files.length === 0) {
        process.stderr.write('no line is left to replay\n');
        return;
      }
      const { loads } = await ingest(lake, replay.files);
      for (const { status, error } of loads)
        if (status === 'failed') process.stderr.write(`failed: ${error}\n`);
      const refused = loads.reduce((sum, { record }) => sum + (record?.quarantined ?? 0), 0);
      const accepted = loads.reduce((sum, { record }) => sum + (record?.accepted ?? 0), 0);
      process.stderr.write(`${accepted} lines accepted, ${refused} refused again\n`);
      if (loads.some(({ status }) => status === 'failed') || refused > 0) process.exitCode = 1;
    });
}

function reportLines({ files, corrected, unchanged, outdated }: Replay): void {
  for (const { key, replay } of files)
    process.stderr.write(`${key}: ${replay.lines.length} corrected lines of ${replay.landingKey}\n`);
  const report = (lines: readonly CorrectedLine[], what: string) => {
    if (lines.length > 0) process.stderr.write(`${lines.length} lines left out: ${what}\n`);
  };
  report(
    corrected,
    'they were corrected before; to correct them differently, unload their replay (its key is in: betlake loads), then replay them again',
  );
  report(unchanged, 'they are as they were refused; correct their raw_line, then replay them again');
  report(
    outdated,
    'their file has a newer version; see which of its lines are still refused with: betlake quarantine',
  );
}

async function readOpenLines(lake: string, lines: readonly CorrectedLine[]): Promise<OpenLine[]> {
  const keys = [...new Set(lines.map(({ landing_key }) => landing_key))];
  if (keys.length === 0) return [];
  const sql = `select landing_key, object_version, cast(line_number as integer) as line_number, raw_line
from quarantine
where landing_key in (${toSqlList(keys)})`;
  const rows = await withLake({ lake }, async ({ run }) => collectRows(await run(sql)));
  return rows.map(({ landing_key, object_version, line_number, raw_line }) => ({
    landing_key: String(landing_key),
    object_version: String(object_version),
    line_number: Number(line_number),
    raw_line: raw_line === null ? null : String(raw_line),
  }));
}

async function land(lake: string, lines: readonly CorrectedLine[], open: readonly OpenLine[]) {
  const landing = join(lake, 'landing');
  await mkdir(landing, { recursive: true });
  return writeReplay(new FolderStore(lake), landing, lines, open);
}
