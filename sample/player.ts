import { formatInstant } from './calendar.ts';
import { entry, hash, mix } from './random.ts';

/** A country that players come from. */
interface Country {
  readonly code: string;
  readonly currency: string;
  readonly language: string;
  readonly cities: readonly string[];
}

/** How often each comes up, from most to least. */
const shares: readonly (readonly [number, Country])[] = [
  [40, { code: 'IE', currency: 'EUR', language: 'ENG', cities: ['Dublin', 'Dún Laoghaire', 'Cork'] }],
  [11, { code: 'GB', currency: 'GBP', language: 'ENG', cities: ['Leeds', 'Cardiff', "King's Lynn"] }],
  [10, { code: 'CA', currency: 'CAD', language: 'ENG', cities: ['Montréal', 'Halifax', 'Calgary'] }],
  [9, { code: 'SI', currency: 'EUR', language: 'ENG', cities: ['Ljubljana', 'Škofja Loka', 'Koper'] }],
  [8, { code: 'ZA', currency: 'ZAR', language: 'ENG', cities: ['Durban', 'Gqeberha', 'Paarl'] }],
  [7, { code: 'FI', currency: 'EUR', language: 'FIN', cities: ['Helsinki', 'Jyväskylä', 'Oulu'] }],
  [5, { code: 'NO', currency: 'EUR', language: 'ENG', cities: ['Oslo', 'Tromsø', 'Bergen'] }],
  [4, { code: 'IM', currency: 'GBP', language: 'ENG', cities: ['Douglas', 'Peel', 'Ramsey'] }],
  [4, { code: 'NZ', currency: 'NZD', language: 'ENG', cities: ['Auckland', 'Whangārei', 'Nelson'] }],
  [2, { code: 'ID', currency: 'EUR', language: 'ENG', cities: ['Jakarta', 'Medan', 'Bandung'] }],
];

/** Every country as often as it comes up in a hundred. */
const countries: readonly Country[] = shares.flatMap(([share, country]) =>
  Array<Country>(share).fill(country),
);

const stakeScales: Readonly<Record<string, number>> = { ZAR: 20, NZD: 2 };

/** What a stake of one euro is in a currency, very roughly, so that amounts of currencies differ. */
function toStakeScale(currency: string): number {
  return stakeScales[currency] ?? 1;
}

/** What a bet shows of its player. */
export interface Player {
  readonly index: number;
  readonly code: string;
  readonly partnerCompanyId: number | null;
  readonly stakeScale: number;
}

const partnerCompanies = [133, 133, 133, 133, 133, 102, 102, 117];

/** Purposes of {@link hash}, so that the traits of a player are independent. */
const traits = { partner: 1, country: 3, currency: 4, person: 5, move: 6 };

/** How a later players file differs from an earlier one in a player. */
export interface PlayerChange {
  /** Lives in another country. */
  readonly moved: boolean;
  /** Has another currency, which is rare. */
  readonly hasOtherCurrency?: boolean;
}

/**
 * The player number `index` of a seed; nothing is kept, so any number of them takes no memory.
 * One in 48 has the code of the player before, at another partner company; one in 97 has no partner company.
 */
export function toPlayer(seed: number, index: number): Player {
  const twin = index % 48 === 47;
  const partnerCompanyId = twin ? toTwinPartner(toPartner(seed, index - 1)) : toPartner(seed, index);
  return {
    index,
    code: toCode(seed, twin ? index - 1 : index),
    partnerCompanyId,
    stakeScale: toStakeScale(toCurrency(seed, index)),
  };
}

/** The line of a players file. */
export function toPlayerLine(
  seed: number,
  index: number,
  startSeconds: number,
  { moved, hasOtherCurrency = false }: PlayerChange = { moved: false },
): string {
  const { code, partnerCompanyId } = toPlayer(seed, index);
  const person = hash(seed, index, traits.person);
  const born = toCountry(seed, index, traits.country);
  const home = moved ? toOtherCountry(seed, index) : born;
  const city = person % 5 < 2 ? entry(home.cities, person >>> 8) : '';
  const registered = person % 32 === 9 ? null : startSeconds - 100_000 - (person % 4_000_000);
  const verified = registered === null || person % 6 > 0 ? null : registered + (person % 90_000);
  const currency = toCurrency(seed, index);
  const blank = toBlank(index);
  return (
    `{"partner_company_id": ${partnerCompanyId}, "player_code": "${code}", ` +
    `"language_code": ${person % 29 === 0 ? 'null' : `"${home.language}"`}, "suffix": "", ` +
    `"gender": ${person % 41 === 0 ? blank.text : person % 2 === 0 ? '"M"' : '"F"'}, "birth_city_name": "", ` +
    `"birth_country_code": ${person % 37 === 0 ? `"${born.code}"` : '"  "'}, "city_name": "${city}", ` +
    `"nationality_country_code": ${toNationality(person, born.code)}, ` +
    `"citizenship_country_code": null, "state": "  ", ` +
    `"post_code": "${person % 7 < 2 ? '' : 10_000 + (person % 89_999)}", ` +
    `"country_code": ${!moved && blank.country ? blank.text : `"${home.code}"`}, ` +
    `"player_ccy_code": ${blank.currency ? blank.text : `"${hasOtherCurrency ? toOtherCurrency(currency) : currency}"`}, ` +
    `"registration_dt": ${quoteInstant(registered)}, "kyc_id_verification_dt": ${quoteInstant(verified)}}`
  );
}

/** Mostly null; otherwise padded, the country's code or a zero. */
function toNationality(person: number, born: string): string {
  const drawn = (person >>> 5) % 33;
  if (drawn < 2) return `"${born} "`;
  return drawn < 6 ? '"0  "' : 'null';
}

/** 16 hexadecimal digits, of which the first eight identify the player. */
function toCode(seed: number, index: number): string {
  const high = mix(index ^ seed);
  return `${toHex(high)}${toHex(mix(high ^ 0x5bd1e995))}`;
}

const hexadecimal = Array.from({ length: 256 }, (_, byte) =>
  byte.toString(16).toUpperCase().padStart(2, '0'),
);

function toHex(bits: number): string {
  return `${hexadecimal[bits >>> 24]}${hexadecimal[(bits >>> 16) & 255]}${hexadecimal[(bits >>> 8) & 255]}${hexadecimal[bits & 255]}`;
}

function toPartner(seed: number, index: number): number | null {
  return index % 97 === 41 ? null : entry(partnerCompanies, hash(seed, index, traits.partner));
}

function toTwinPartner(partner: number | null): number {
  return partner === 133 ? 102 : 133;
}

function toCountry(seed: number, index: number, trait: number) {
  return entry(countries, hash(seed, index, trait));
}

function toOtherCountry(seed: number, index: number) {
  const from = hash(seed, index, traits.country);
  const next = from + 1 + (hash(seed, index, traits.move) % 60);
  // The table has a hundred entries and no country fills more than 40, so 40 on is always another one.
  const other = entry(countries, next);
  return other === entry(countries, from) ? entry(countries, from + 40) : other;
}

/** The country's currency, but for one in 25 and a few more. */
function toCurrency(seed: number, index: number): string {
  const own = toCountry(seed, index, traits.country).currency;
  if (index % 25 !== 11 && hash(seed, index, traits.currency) % 40 !== 0) return own;
  return toOtherCurrency(own);
}

function toOtherCurrency(currency: string): string {
  return currency === 'EUR' ? 'GBP' : 'EUR';
}

/** One player in 16 has a blank country, or every third of those a blank currency. */
function toBlank(index: number) {
  const turn = Math.floor(index / 16);
  const blank = index % 16 === 8;
  return {
    country: blank && turn % 3 !== 2,
    currency: blank && turn % 3 === 2,
    text: entry(['"  "', 'null', 'null', '""'], turn),
  };
}

function quoteInstant(seconds: number | null): string {
  return seconds === null ? 'null' : `"${formatInstant(seconds)}"`;
}
