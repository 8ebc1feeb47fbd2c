import { type IngestOptions, now, type TempLake } from '../client/local/temp-lake.ts';
import { game } from '../faults/rows.ts';
import type { LandedObject } from '../oracle/landed-object.ts';

export type Rows = readonly object[];

export const games: Rows = [game(1, { game_name: 'Alpha' }), game(2, { game_name: 'Beta [}"' })];
export const toLines = (rows: Rows) => rows.map((row) => `${JSON.stringify(row)}\n`).join('');

export function landing(key: string, content: string | Buffer): LandedObject {
  return { key, bytes: Buffer.from(content), lastModified: now };
}

/** Lands one file, ingests it, and returns its load. */
export async function ingestOne(
  lake: TempLake,
  key: string,
  content: string | Buffer,
  options: IngestOptions = {},
) {
  const { loads } = await lake.ingest([landing(key, content)], options);
  const [load] = loads;
  if (!load) throw new Error('expected a load');
  return load;
}
