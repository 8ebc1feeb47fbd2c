import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { makeSampleObjects } from '../exactness/sample-objects.ts';
import type { LandedObject } from '../oracle/landed-object.ts';

const sample = { players: 60, games: 20, days: 3, start: '2021-10-04', badRatio: 0.03 };

/** Two versions of every file of a small landing folder, as many bets in each. */
export async function makeVersions(): Promise<readonly (readonly LandedObject[])[]> {
  return [
    await makeSampleObjects({ ...sample, bets: 1500, seed: 1 }),
    await makeSampleObjects({ ...sample, bets: 1500, seed: 2 }),
  ];
}

/** Writes objects below a folder, each at its key. */
export async function writeObjects(folder: string, objects: readonly LandedObject[]): Promise<void> {
  for (const { key, bytes } of objects) {
    const path = join(folder, key);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, bytes);
  }
}
