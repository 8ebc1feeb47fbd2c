import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { writeSample } from '../../sample/write-sample.ts';
import { makeFolder } from '../client/local/temp-lake.ts';

/*
 * Files as the platform exports them, for tests that start from such. Made anew with:
 *   npm run betlake -- sample --out test/fixtures/platform --layout flat --no-oddities --bad-ratio 0 \
 *     --bets 150 --players 33 --games 84 --days 1 --start 2021-11-10 --seed 1423
 */
const options = {
  bets: 150,
  players: 33,
  games: 84,
  days: 1,
  start: '2021-11-10',
  seed: 1423,
  badRatio: 0,
  layout: 'flat',
  oddities: false,
} as const;
const folder = fileURLToPath(new URL('../fixtures/platform/', import.meta.url));

it.each(['bets.json', 'players.json', 'games.json'])(
  'the fixture %s is what the sample makes of the arguments that this file names',
  async (name) => {
    const out = await makeFolder();
    await writeSample({ ...options, out });
    expect(await readFile(`${folder}/${name}`, 'utf8')).toBe(await readFile(`${out}/${name}`, 'utf8'));
  },
);
