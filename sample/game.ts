import { entry, hash } from './random.ts';

/** What a bet shows of its game, and what decides how one plays it. */
export interface Game {
  readonly index: number;
  readonly id: number;
  readonly operatingCompanyId: number;
  readonly hasOdds: boolean;
  readonly hasJackpot: boolean;
}

interface GameType {
  readonly code: string;
  readonly category: string;
}

/** Game types and the category of each; those that many games have stand twice or more. */
const types: readonly GameType[] = [
  { code: 'Slots', category: 'S' },
  { code: 'FastHands', category: 'C' },
  { code: 'Sportsbook', category: 'X' },
  { code: 'Roulette', category: 'C' },
  { code: 'Blackjack', category: 'C' },
  { code: 'Scratch', category: 'L' },
  { code: 'Poker', category: 'P' },
  { code: 'Bingo', category: 'B' },
  { code: 'LiveCasino', category: 'C' },
  { code: 'Virtual', category: 'X' },
  { code: 'Slots', category: 'S' },
  { code: 'Slots', category: 'S' },
  { code: 'Slots', category: 'J' },
];

/** Ready for JSON: some with an escape, some beyond ASCII. */
const firstWords = ['Fast', 'Golden', 'Jäger’s', 'Lucky', 'Wild', 'Café', 'Midnight', 'Northern', 'Grand'];
const lastWords = ['Hands', 'Reels', 'Fortune', 'Olé', '\\"Panda\\"', 'Derby', 'Spins', 'Café', 'Stars'];

const traits = { type: 11, words: 12, operator: 13, id: 14 };

/** The game number `index` of a seed; ids rise with the index and leave gaps. */
export function toGame(seed: number, index: number): Game {
  const { code } = toType(seed, index);
  return {
    index,
    id: toGameId(seed, index),
    operatingCompanyId: entry([1, 1, 2, 3], hash(seed, index, traits.operator)),
    hasOdds: code === 'Sportsbook' || code === 'Virtual',
    hasJackpot: code === 'Slots' && index % 4 === 0,
  };
}

/** The line of a games file; a `changed` game has another category than before. */
export function toGameLine(seed: number, index: number, changed: boolean): string {
  const { code, category } = toType(seed, index);
  const words = hash(seed, index, traits.words);
  const number = words % 3 === 0 ? ` ${2 + (words % 7)}` : '';
  const name = `${entry(firstWords, words >>> 4)} ${entry(lastWords, words >>> 12)}${number}`;
  const blank = entry(['""', '"  "', 'null'], Math.floor(index / 12));
  return (
    `{"game_id": ${toGameId(seed, index)}, "game_name": ${index % 36 === 35 ? blank : `"${name}"`}, ` +
    `"game_category_code": ${changed ? '"N"' : index % 12 === 6 ? blank : `"${category}"`}, ` +
    `"game_type_code": ${index % 12 === 11 ? blank : `"${code}"`}}`
  );
}

function toGameId(seed: number, index: number): number {
  return index * 3 + 1 + (index === 0 ? 0 : hash(seed, index, traits.id) % 3);
}

/** The first games have each a type of its own, so that few games still show many types. */
function toType(seed: number, index: number): GameType {
  return entry(types, index < 10 ? index : hash(seed, index, traits.type));
}
