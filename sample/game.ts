import { entry, hash } from './random.ts';

/**
 * How the provider of a game books its rounds in the wallet: with actions, 10 for stakes and 30 for wins; plainly,
 * without actions; or so that a lost round has a row of its own too.
 */
export type Booking = 'actions' | 'plain' | 'ended';

/** What a bet shows of its game, and what decides how it is booked. */
export interface Game {
  readonly index: number;
  readonly id: number;
  readonly booking: Booking;
}

interface GameType {
  readonly code: string;
  readonly category: string;
}

/** Game types that many games have, with how many of a thousand have them. */
const commonTypes: readonly (readonly [number, GameType])[] = [
  [370, { code: '3rd party', category: 'S' }],
  [195, { code: 'Non Branded', category: 'S' }],
  [148, { code: '', category: 'S' }],
  [110, { code: '3rd Party', category: 'S' }],
  [55, { code: 'Live Casino', category: 'C' }],
  [12, { code: '3rd party- Live Casino', category: 'C' }],
  [10, { code: 'Branded', category: 'S' }],
];
const typesOfThousand = commonTypes.flatMap(([share, type]) => Array<GameType>(share).fill(type));

/** The other types are names of single games. */
const typeNames = {
  first: [
    'Wild',
    'Mega',
    'Super',
    'Crazy',
    'Royal',
    'Turbo',
    'Lucky',
    'Speed',
    'Golden',
    'Power',
    'Dragon',
    'Magic',
  ],
  last: [
    'Time',
    'Wheel',
    'Keno',
    'Roulette',
    'Blackjack',
    'Match',
    'Bingo',
    'Slot20B',
    'Dice',
    'Poker',
    'Draw',
    'Reels',
  ],
};

/** Ready for JSON: some with an escape, some beyond ASCII. */
const names = {
  first: [
    ...[
      'Amber',
      'Arctic',
      'Aztec',
      'Blazing',
      'Café',
      'Comet',
      'Copper',
      'Crystal',
      'Desert',
      'Diamond',
      'Dragon’s',
    ],
    ...[
      'Emerald',
      'Fast',
      'Frozen',
      'Golden',
      'Grand',
      'Harbor',
      'Hidden',
      'Jade',
      'Jäger’s',
      'Jungle',
      'Lantern',
    ],
    ...[
      'Lucky',
      'Maple',
      'Midnight',
      'Mystic',
      'Neon',
      'Northern',
      'Orchid',
      'Quartz',
      'Saffron',
      'Silver',
      'Solar',
    ],
    ...['Tiki', 'Tundra', 'Velvet', 'Viking', 'Wild', 'Wizard’s', 'Zodiac'],
  ],
  last: [
    ...[
      '\\"Panda\\"',
      'Bells',
      'Book',
      'Café',
      'Cash',
      'Clovers',
      'Coins',
      'Crown',
      'Derby',
      'Dreams',
      'Express',
    ],
    ...[
      'Fiesta',
      'Forge',
      'Fortune',
      'Fruits',
      'Garden',
      'Gems',
      'Gold',
      'Hands',
      'Island',
      'Jewels',
      'Kingdom',
    ],
    ...['Legends', 'Masks', 'Moon', 'Nights', 'Olé', 'Party', 'Pearls', 'Quest', 'Reels', 'Riches', 'Rush'],
    ...['Secrets', 'Spins', 'Stars', 'Streak', 'Temple', 'Treasure', 'Wheel'],
  ],
};

const traits = { type: 11, words: 12, id: 14 };

/** The game number `index` of a seed; ids rise with the index and leave gaps. */
export function toGame(seed: number, index: number): Game {
  return { index, id: toGameId(seed, index), booking: toBooking(index) };
}

/** The line of a games file; a `changed` game has another category than before. */
export function toGameLine(seed: number, index: number, changed: boolean): string {
  const { code, category } = toType(seed, index);
  const blank = entry(['""', '"  "', 'null'], Math.floor(index / 36));
  const name = index % 36 === 35 ? blank : `"${toName(seed, index)}"`;
  return (
    `{"game_id": ${toGameId(seed, index)}, "game_name": ${name}, ` +
    `"game_category_code": ${changed ? '"N"' : index % 72 === 19 ? blank : `"${category}"`}, ` +
    `"game_type_code": ${index % 36 === 11 ? blank : `"${code}"`}}`
  );
}

/** Not unique; one in 40 ends in a space. */
function toName(seed: number, index: number): string {
  const words = hash(seed, index, traits.words);
  const number = words % 3 === 0 ? ` ${2 + (words % 7)}` : '';
  const end = words % 40 === 7 ? ' ' : '';
  return `${entry(names.first, words >>> 4)} ${entry(names.last, words >>> 12)}${number}${end}`;
}

function toGameId(seed: number, index: number): number {
  return index * 3 + 1 + (index === 0 ? 0 : hash(seed, index, traits.id) % 3);
}

function toBooking(index: number): Booking {
  if (index % 32 === 13) return 'ended';
  return index % 4 === 3 ? 'plain' : 'actions';
}

/** Lumpy: the first games have each a type of its own, so that few games still show many types. */
function toType(seed: number, index: number): GameType {
  const first = commonTypes[index]?.[1];
  if (first !== undefined) return first;
  const drawn = hash(seed, index, traits.type);
  const common = typesOfThousand[drawn % 1000];
  if (common !== undefined) return common;
  const name = Math.floor(drawn / 1000);
  const code = `${entry(typeNames.first, name)}${entry(typeNames.last, Math.floor(name / 12))}`;
  return { code, category: name % 2 === 0 ? 'C' : 'S' };
}
