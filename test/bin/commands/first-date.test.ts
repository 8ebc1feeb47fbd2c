import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { makeFolder } from '../../client/local/temp-lake.ts';
import { stake } from '../../faults/rows.ts';
import { landed } from '../../oracle/landing-example.ts';
import { runBetlake } from '../run-betlake.ts';

test('a first date that moves is reported with the files to ingest again', async () => {
  const folder = await makeFolder();
  const [file, lake] = [join(folder, 'bets.jsonl'), join(folder, 'lake')];
  await writeFile(file, landed('bets.jsonl', stake(1)).bytes);
  await runBetlake('ingest', file, '--lake', lake);
  await writeFile(join(lake, 'lake.json'), '{"first_date": "2021-01-01"}');
  const { code, stderr } = await runBetlake('refresh', '--lake', lake);
  expect([code, stderr]).toEqual([
    0,
    `warning: 1 file was read under another first_date than lake.json has now, or by another version of Betlake; its rows and refused lines stay as they are until it is ingested again: ${file}\n0 days refreshed; the rollups have all that is loaded\n`,
  ]);
});
