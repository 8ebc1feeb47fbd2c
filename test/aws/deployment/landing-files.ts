import { mkdtemp, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { inject } from 'vitest';
import { writeSample } from '../../../sample/write-sample.ts';

const days = ['2021-10-04', '2021-10-05', '2021-10-06'] as const;

/** Files to land, by key. */
export type LandingFiles = ReadonlyMap<string, Buffer>;

/**
 * The files of a sample, bad lines among them, one of its days compressed, and one under a key with characters
 * that events carry encoded.
 */
export async function makeLandingFiles(): Promise<LandingFiles> {
  const out = await mkdtemp(join(inject('folder'), 'sample-'));
  const size = { bets: 3000, players: 200, games: 40, days: days.length };
  const { files } = await writeSample({ ...size, out, start: days[0], seed: 11, badRatio: 0.01 });
  const landing = new Map<string, Buffer>();
  for (const { path } of files) landing.set(path, await readFile(join(out, path)));
  const rename = (from: string, to: string, change = (bytes: Buffer) => bytes) => {
    landing.set(to, change(landing.get(from) ?? Buffer.alloc(0)));
    landing.delete(from);
  };
  rename(`bets/${days[1]}.jsonl`, `bets/${days[1]}.jsonl.gz`, gzipSync);
  rename(`bets/${days[2]}.jsonl`, `bets/größer + 100%/${days[2]}.JSONL`);
  return landing;
}

/** A compressed file that ends too early: refused as a whole. */
export function makeBrokenFile(): Buffer {
  const whole = gzipSync(toLines([toBet(1, days[0])]));
  return whole.subarray(0, whole.length - 10);
}

export const restatedKey = 'bets/restated.jsonl';

/** A file with bets of two days, and the same file without the second. */
export const restatedVersions = [
  toLines([toBet(9_000_000_001, days[0]), toBet(9_000_000_002, '2021-11-20')]),
  toLines([toBet(9_000_000_001, days[0])]),
] as const;

/** A file with one bet. */
export function makeSmallFile(betId: number): string {
  return toLines([toBet(betId, days[1])]);
}

export function toLines(rows: readonly object[]): string {
  return rows.map((row) => `${JSON.stringify(row)}\n`).join('');
}

/** A bet of a player and a game that are in no file. */
export function toBet(betId: number, day: string): object {
  return {
    bet_id: betId,
    bet_dt: `${day} 12:00:00`,
    player_code: 'C3EC54F273CE90DF',
    game_id: 1681,
    real_debit_amount: '-1.25',
    real_credit_amount: '0.00',
    bonus_debit_amount: '0.00',
    bonus_credit_amount: '0.50',
    bet_status_code: 'A',
    bet_transaction_type_id: 2,
  };
}
