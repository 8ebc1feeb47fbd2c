import { rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { writeSample } from '../../sample/write-sample.ts';

export interface RegularBets {
  readonly path: string;
  readonly bets: number;
  /** The UTC days they are spread over. @default 31 */
  readonly days?: number;
}

/**
 * Writes one file of bets that every library can read: a sample's lines as the platform writes them, none of them
 * bad, restated or spelled otherwise. The same arguments make the same bytes.
 *
 * @returns the file's size in bytes
 */
export async function writeRegularBets({ path, bets, days = 31 }: RegularBets): Promise<number> {
  const folder = `${path}.sample`;
  const { files } = await writeSample({
    out: folder,
    bets,
    players: Math.max(100, Math.ceil(bets / 40)),
    games: Math.max(50, Math.min(2000, Math.ceil(bets / 500))),
    days,
    start: '2021-10-01',
    seed: 1,
    files: 1,
    badRatio: 0,
    oddities: false,
  });
  const written = files.find(({ dataset }) => dataset === 'bets');
  if (written?.lines !== bets) throw new Error(`expected a file of ${bets} bets, got ${written?.lines}`);
  await rename(join(folder, written.path), path);
  await rm(folder, { recursive: true, force: true });
  return written.bytes;
}
