import { formatInstant } from './calendar.ts';
import { countries, toStakeScale } from './country.ts';
import { entry, hash, mix } from './random.ts';

/** What a bet shows of its player. */
export interface Player {
  readonly index: number;
  readonly code: string;
  readonly partnerCompanyId: number | null;
  /** How a line of bets ends: partner company and brand. */
  readonly ending: string;
  readonly stakeScale: number;
}

const partnerCompanies = [133, 133, 133, 102, 102, 117, 201, 7];
/** By far most players belong to a partner company without brands or to its main one. */
const brands = [null, null, null, 11, 11, 12, 31];

/** Purposes of {@link hash}, so that the traits of a player do not hang together. */
const traits = { partner: 1, brand: 2, country: 3, currency: 4, person: 5, move: 6 };

/**
 * The player number `index` of a seed; nothing is kept, so any number of them takes no memory.
 * One in 48 has the code of the player before, at another partner company; one in 97 has no partner company.
 */
export function toPlayer(seed: number, index: number): Player {
  const twin = index % 48 === 47;
  const partnerCompanyId = twin ? toTwinPartner(toPartner(seed, index - 1)) : toPartner(seed, index);
  const brandId = entry(brands, hash(seed, index, traits.brand));
  return {
    index,
    code: toCode(seed, twin ? index - 1 : index),
    partnerCompanyId,
    ending: `, "partner_company_id": ${partnerCompanyId}, "brand_id": ${brandId}}`,
    stakeScale: toStakeScale(toCurrency(seed, index)),
  };
}

/** The line of a players file; `moved` players live in another country than before and keep their currency. */
export function toPlayerLine(seed: number, index: number, startSeconds: number, moved: boolean): string {
  const { code, partnerCompanyId } = toPlayer(seed, index);
  const person = hash(seed, index, traits.person);
  const born = toCountry(seed, index, traits.country);
  const home = moved ? toOtherCountry(seed, index) : born;
  const city = person % 5 === 0 ? entry(home.cities, person >>> 8) : '';
  const registered = person % 2 === 0 ? null : startSeconds - (person % 100_000_000);
  const verified = registered === null || person % 3 === 0 ? null : registered + (person % 1_000_000);
  const blank = toBlank(index);
  return (
    `{"partner_company_id": ${partnerCompanyId}, "player_code": "${code}", ` +
    `"language_code": ${person % 7 === 0 ? 'null' : `"${home.language}"`}, "suffix": "", ` +
    `"gender": ${entry(['"M"', '"F"', '"M"', '"F"', '""', 'null'], person >>> 4)}, "birth_city_name": "", ` +
    `"birth_country_code": ${person % 4 === 0 ? `"${born.code}"` : '"  "'}, "city_name": "${city}", ` +
    `"nationality_country_code": null, "citizenship_country_code": null, "state": "  ", ` +
    `"post_code": "${city === '' ? '' : 10_000 + (person % 89_999)}", ` +
    `"country_code": ${!moved && blank.country ? blank.text : `"${home.code}"`}, ` +
    `"player_ccy_code": ${blank.currency ? blank.text : `"${toCurrency(seed, index)}"`}, ` +
    `"registration_dt": ${quoteInstant(registered)}, "kyc_id_verification_dt": ${quoteInstant(verified)}}`
  );
}

/** 16 hexadecimal digits; the first eight alone are the player's own. */
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
  // The table has a hundred entries and no country fills more than 24, so 24 on is always another one.
  const other = entry(countries, next);
  return other === entry(countries, from) ? entry(countries, from + 24) : other;
}

/** The country's currency, but for one in 25 and a few more. */
function toCurrency(seed: number, index: number): string {
  const own = toCountry(seed, index, traits.country).currency;
  if (index % 25 !== 11 && hash(seed, index, traits.currency) % 40 !== 0) return own;
  return own === 'EUR' ? 'GBP' : 'EUR';
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
