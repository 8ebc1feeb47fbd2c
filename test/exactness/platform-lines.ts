import fc from 'fast-check';
import type { LandedObject } from '../oracle/landed-object.ts';

/*
 * Landing files of the platform's shape: wallet transactions with a bet_id each, stakes and wins as two rows seconds
 * apart, debits below zero; beside them what it was not seen to write but other sources do: stakes given back, bets
 * whose rows share an id, players without a currency or of several.
 */

const amounts = ['0.10', '0.15', '2.00', '10.00', '0.01', '125.50'] as const;
const chosen = fc.record({
  at: fc.integer({ min: 0, max: 3 * 86_400 - 10 }),
  player: fc.constantFrom('KNOWN', 'ALSO', 'POUNDS', 'BLANK', 'EMPTY', 'STRANGER', 'OTHER'),
  game: fc.integer({ min: 1, max: 6 }),
  amount: fc.constantFrom(...amounts),
  won: fc.constantFrom('0.00', ...amounts),
  kind: fc.constantFrom(
    ...['lost', 'lost', 'lost', 'won', 'won', 'free', 'bonus', 'both', 'ended', 'given back', 'shared'],
    ...['only won', 'untyped'],
  ),
  action: fc.boolean(),
});

function toTime(seconds: number): string {
  return new Date(Date.UTC(2021, 11, 30) + seconds * 1000).toISOString().slice(0, 19).replace('T', ' ');
}

/**
 * The rows of plays in the order of the platform, the newest first.
 *
 * @param minus what a debit is written with: `-`, or nothing where debits are positive
 */
function toLines(plays: readonly (typeof chosen extends fc.Arbitrary<infer T> ? T : never)[], minus: string) {
  let id = 28_000_000_000;
  const toId = () => {
    id += 3;
    return id;
  };
  const lines = plays.flatMap(({ at, player, game, amount, won, kind, action }) => {
    const common = {
      player_code: player,
      game_id: game,
      bet_channel_code: at % 10 === 0 ? 'W' : 'C',
      bet_status_code: 'A',
      game_odds: null,
      fee_amount: at % 7 === 0 ? '0.25' : '0.00',
      operating_company_id: 1,
      partner_company_id: 871,
      brand_id: null,
    };
    const row = (after: number, type: number | null, members: Record<string, unknown>, betId = toId()) => ({
      ...{ bet_id: betId, bet_dt: toTime(at + after), ...common },
      ...{ real_debit_amount: '0.00', real_credit_amount: '0.00' },
      ...{ bonus_debit_amount: '0.00', bonus_credit_amount: '0.00' },
      player_jackpot_contribution_amount: type === 1 ? '0.00015' : null,
      player_jackpot_win_amount: type === 1 ? null : '0.00',
      bet_action_id: action ? (type === 1 ? 10 : 30) : null,
      bet_transaction_type_id: type,
      last_event_dt: action && type === 1 ? toTime(at + after) : null,
      ...members,
    });
    const debit = `${minus}${amount}`;
    const stake = (members: Record<string, unknown> = { real_debit_amount: debit }) => row(0, 1, members);
    const win = row(1, 2, { real_credit_amount: won });
    switch (kind) {
      case 'won':
        return [stake(), win];
      case 'free':
        return [stake({}), row(2, 2, { bonus_credit_amount: won })];
      case 'bonus':
        return [stake({ bonus_debit_amount: debit })];
      case 'both':
        return [stake({ real_debit_amount: debit, bonus_debit_amount: `${minus}0.50` }), win];
      case 'ended':
        return [stake(), row(1, 6, {})];
      case 'given back':
        return [stake(), row(3, 4, { real_debit_amount: minus === '-' ? amount : `-${amount}` })];
      case 'shared': {
        const first = stake();
        return [first, { ...win, bet_id: first.bet_id }, { ...first, bet_transaction_type_id: 3 }];
      }
      case 'only won':
        return [win];
      case 'untyped':
        return [row(0, null, { real_debit_amount: debit })];
      default:
        return [stake()];
    }
  });
  return lines.sort((a, b) => (a.bet_dt < b.bet_dt ? 1 : -1));
}

const blank = fc.constantFrom('', '  ', null);

/** Two exports of players: some change their currency, some never had one, one is there twice, two are missing. */
const players = fc
  .record({ first: blank, second: blank, changes: fc.boolean() })
  .map(({ first, second, changes }) => {
    const row = (
      player_code: string,
      player_ccy_code: string | null,
      country_code: string | null = 'IE',
    ) => ({
      ...{ partner_company_id: 871, player_code, country_code, player_ccy_code },
      nationality_country_code: 'IE ',
    });
    return [
      toObject('players/2021-12-30.json', [
        row('KNOWN', 'EUR'),
        row('ALSO', 'EUR', first),
        row('POUNDS', changes ? 'EUR' : 'GBP', 'GB'),
        row('BLANK', first),
        row('EMPTY', changes ? 'ZAR' : null, second),
        row('KNOWN', 'EUR'),
      ]),
      toObject('players/2021-12-31.json', [
        row('ALSO', changes ? 'CAD' : 'EUR', second),
        row('POUNDS', 'GBP', 'GB'),
        row('EMPTY', second, 'ZA'),
      ]),
    ];
  });

const games = fc.constant([
  toObject('games/games.json', [
    { game_id: 1, game_name: 'Maple Masks ', game_category_code: 'S', game_type_code: '3rd party' },
    { game_id: 2, game_name: 'Maple Masks ', game_category_code: 'S', game_type_code: '3rd Party' },
    { game_id: 3, game_name: 'WildTime', game_category_code: 'C', game_type_code: 'WildTime' },
    { game_id: 4, game_name: 'Lantern', game_category_code: 'C', game_type_code: '' },
    { game_id: 5, game_name: null, game_category_code: '', game_type_code: 'Non Branded' },
  ]),
]);

function toObject(key: string, lines: readonly object[]): LandedObject {
  // The last line ends with the file.
  const text = lines.map((line) => JSON.stringify(line)).join('\n');
  return { key, bytes: Buffer.from(text), lastModified: new Date('2022-01-02T00:00:00Z') };
}

/** Landing files of three days over the end of a year, `minus` being what debits are written with. */
export function platformObjects(minus: '-' | ''): fc.Arbitrary<LandedObject[]> {
  const plays = fc.array(chosen, { minLength: 60, maxLength: 200, size: 'max' });
  return fc.tuple(plays, players, games).map(([played, ofPlayers, ofGames]) => {
    const lines = toLines(played, minus);
    const half = Math.floor(lines.length / 2);
    // The second file has some rows of the first again.
    const files = [lines.slice(0, half + 5), lines.slice(half)];
    return [...files.map((each, at) => toObject(`bets/bets-${at}.json`, each)), ...ofPlayers, ...ofGames];
  });
}
