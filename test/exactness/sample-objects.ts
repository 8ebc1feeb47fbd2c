import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type SampleOptions, writeSample } from '../../sample/write-sample.ts';
import { makeFolder } from '../client/local/temp-lake.ts';
import type { LandedObject } from '../oracle/landed-object.ts';

/** The landing objects of a sample, in the order of their keys. */
export async function makeSampleObjects(options: Omit<SampleOptions, 'out'>): Promise<LandedObject[]> {
  const out = await makeFolder();
  await writeSample({ ...options, out });
  return readObjects(out);
}

/** The landing objects that a folder holds, in the order of their keys. */
export async function readObjects(folder: string): Promise<LandedObject[]> {
  const names = await readdir(folder, { recursive: true });
  const keys = names.filter((name) => name.endsWith('.jsonl')).sort();
  return Promise.all(
    keys.map(async (key) => ({ key, bytes: await readFile(join(folder, key)), lastModified: new Date(0) })),
  );
}

/**
 * Some amounts of every bets object made so large that no double holds them: near 10^15 and, at the type's
 * end, 10^16, below zero too.
 */
export function withLargeAmounts(objects: readonly LandedObject[]): LandedObject[] {
  let at = 0;
  const enlarge = (match: string, name: string) => {
    const amount = large[at++ % large.length];
    return amount === undefined ? match : `"${name}": "${amount}"`;
  };
  return objects.map((object) => {
    if (!object.key.startsWith('bets/')) return object;
    const text = object.bytes
      .toString('latin1')
      .replace(/"(\w+_(?:debit|credit)_amount)": "-?[0-9.]+"/g, enlarge);
    return { ...object, bytes: Buffer.from(text, 'latin1') };
  });
}

const plain = Array.from({ length: 13 }, () => undefined);
const large = [
  '999999999999999.99',
  ...plain,
  '1000000000000000.01',
  ...plain,
  '-999999999999999.97',
  ...plain,
  '9999999999999999.99',
  ...plain,
];
