import { rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { explainDiskFault } from '../../../client/local/disk-fault.ts';
import type { LandingFile } from '../../../client/local/find-landing-files.ts';
import { ingestFiles } from '../../../client/local/ingest-files.ts';
import { refreshInvalidDays } from '../../../client/local/refresh-invalid-days.ts';
import { BetlakeError } from '../../../lambdas/core/errors.ts';
import { stake } from '../../faults/rows.ts';
import { makeFolder, makeLake, type TempLake } from './temp-lake.ts';

async function writeBets(name: string, betId: number): Promise<LandingFile> {
  const path = join(await makeFolder(), name);
  await writeFile(path, `${JSON.stringify(stake(betId))}\n`);
  return { path, source: path, key: `bets/${name}`, dataset: 'bets' };
}

async function ingest(lake: TempLake, files: readonly LandingFile[]): Promise<string[]> {
  return lake.write({}, async (open) => {
    const statuses: string[] = [];
    for await (const { status } of ingestFiles(open, files)) statuses.push(status);
    await refreshInvalidDays(open);
    return statuses;
  });
}

test('a lake that cannot be written ends the run with what to do, and the same command then heals it, entry 38', async () => {
  const lake = await makeLake();
  const files = [await writeBets('a.jsonl', 1), await writeBets('b.jsonl', 2)];
  const [first] = files;
  expect(await ingest(lake, first ? [first] : [])).toEqual(['loaded']);

  const [curated, aside] = [join(lake.folder, 'curated'), join(lake.folder, 'aside')];
  await rename(curated, aside);
  await writeFile(curated, 'no folder');
  await expect(ingest(lake, files)).rejects.toThrow(
    /^cannot write to the lake .*Make room, allow writing or choose another folder with --lake, then run the same command again; nothing is lost or counted twice$/,
  );
  await rename(curated, join(lake.folder, 'was-in-the-way'));
  await rename(aside, curated);

  expect(await ingest(lake, files)).toEqual(['unchanged', 'loaded']);
  expect(await lake.rows('select bets_count from activity_yearly')).toMatchObject([{ bets_count: 2n }]);
});

test('a full disk is distinguished from a fault of the file that is read', async () => {
  const full = Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' });
  for (const error of [full, new Error('IO Error: Could not write file: No space left on device')]) {
    const explained = explainDiskFault(error, 'mylake');
    expect(explained).toBeInstanceOf(BetlakeError);
    expect(explained).toMatchObject({ cause: error, message: expect.stringContaining('the lake mylake: ') });
  }
  for (const error of [new Error('other'), new BetlakeError('own'), 'text'])
    expect(explainDiskFault(error, 'mylake')).toBe(error);

  const lake = await makeLake();
  const gone: LandingFile = {
    path: join(lake.folder, 'none', 'x.jsonl'),
    source: join(lake.folder, 'none', 'x.jsonl'),
    key: 'bets/x.jsonl',
    dataset: 'bets',
  };
  expect(await ingest(lake, [gone, await writeBets('c.jsonl', 3)])).toEqual(['failed', 'loaded']);
});
