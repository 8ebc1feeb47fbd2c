import { mkdtemp, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { inject } from 'vitest';
import { writeSample } from '../../sample/write-sample.ts';
import { makeBrokenFile, toBet, toLines } from '../aws/deployment/landing-files.ts';
import type { Twin } from '../aws/deployment/twin.ts';

/** Eight days over the end of a year: two weeks, months and years. */
const sample = {
  bets: 4000,
  players: 150,
  games: 40,
  days: 8,
  start: '2020-12-28',
  seed: 17,
  badRatio: 0.02,
};

/** No bet may be of a day before. */
export const firstDate = '2020-12-29';

/**
 * Lands everything that a platform may export: files plain, compressed and under an odd name, with bad lines in
 * them and with bets of a day that is not taken; a file overwritten by a shorter one; bets restated, with and
 * without a newer event; a bet whose player and game nobody knows; a file that is cut, and one that no data set
 * takes.
 */
export async function landFiles(twin: Twin): Promise<void> {
  const out = await mkdtemp(join(inject('folder'), 'sample-'));
  const { files } = await writeSample({ ...sample, out });
  for (const { path } of files) {
    const content = await readFile(join(out, path));
    if (path === 'bets/2020-12-30.jsonl') await twin.land(`${path}.gz`, gzipSync(content));
    else if (path === 'bets/2021-01-02.jsonl')
      await twin.land('bets/größer + 100%/2021-01-02.JSONL', content);
    else await twin.land(path, content);
  }
  const bets = await readBets(join(out, 'bets/2020-12-31.jsonl'));
  await twin.land('bets/restated/2020-12-31.jsonl', toLines(bets.slice(0, 60).map(restate)));
  await twin.land('bets/restated/2021-01-01.jsonl', toLines(bets.slice(60, 90).map(moveToNextDay)));
  await twin.land('bets/overwritten.jsonl', toLines(bets.slice(90, 120)));
  await twin.land('bets/overwritten.jsonl', toLines(bets.slice(90, 95)));
  await twin.land('bets/unknown.jsonl', toLines([toBet(9_000_000_001, '2021-01-01')]));
  await twin.land('bets/cut.jsonl.gz', makeBrokenFile());
  await twin.land('notes/read me.txt', 'nothing for a lake');
}

interface Bet {
  readonly bet_dt: string;
  readonly [name: string]: unknown;
}

/** The bets of a file that are JSON at all. */
async function readBets(path: string): Promise<Bet[]> {
  return (await readFile(path, 'utf8')).split('\n').flatMap((line) => {
    try {
      return [JSON.parse(line) as Bet];
    } catch {
      return [];
    }
  });
}

/** The same bet with other amounts; every other one says that it is newer, and the rest contradict it. */
function restate(bet: Bet, at: number): Bet {
  const last_event_dt = at % 2 === 0 ? '2021-01-05 00:00:00' : null;
  return { ...bet, real_debit_amount: `-${at}.07`, bonus_credit_amount: '0.31', last_event_dt };
}

/** The same bet on another day, in another month and year. */
function moveToNextDay(bet: Bet): Bet {
  return { ...bet, bet_dt: '2021-01-01 00:00:00' };
}
