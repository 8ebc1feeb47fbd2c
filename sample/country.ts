/** A country that players come from. */
export interface Country {
  readonly code: string;
  readonly currency: string;
  readonly language: string;
  readonly cities: readonly string[];
}

/** How often each comes up, from most to least. */
const shares: readonly (readonly [number, Country])[] = [
  [24, { code: 'FI', currency: 'EUR', language: 'FIN', cities: ['Helsinki', 'Jyväskylä', 'Oulu'] }],
  [18, { code: 'SE', currency: 'SEK', language: 'SWE', cities: ['Stockholm', 'Malmö', 'Luleå'] }],
  [14, { code: 'DE', currency: 'EUR', language: 'GER', cities: ['Köln', 'Hamburg', 'Leipzig'] }],
  [10, { code: 'GB', currency: 'GBP', language: 'ENG', cities: ['Leeds', 'Cardiff', "King's Lynn"] }],
  [9, { code: 'NO', currency: 'NOK', language: 'NOR', cities: ['Oslo', 'Tromsø', 'Bergen'] }],
  [7, { code: 'CA', currency: 'CAD', language: 'ENG', cities: ['Montréal', 'Halifax', 'Calgary'] }],
  [6, { code: 'BR', currency: 'BRL', language: 'POR', cities: ['São Paulo', 'Recife', 'Belém'] }],
  [5, { code: 'PL', currency: 'PLN', language: 'POL', cities: ['Łódź', 'Kraków', 'Gdynia'] }],
  [4, { code: 'JP', currency: 'JPY', language: 'JPN', cities: ['東京', 'Osaka', 'Sapporo'] }],
  [3, { code: 'NZ', currency: 'NZD', language: 'ENG', cities: ['Auckland', 'Whangārei', 'Nelson'] }],
];

/** Every country as often as it comes up in a hundred. */
export const countries: readonly Country[] = shares.flatMap(([share, country]) =>
  Array<Country>(share).fill(country),
);

const stakeScales: Readonly<Record<string, number>> = { JPY: 100, SEK: 10, NOK: 10, BRL: 5, PLN: 4 };

/** What a stake of one euro is in a currency, very roughly, so that amounts of currencies differ. */
export function toStakeScale(currency: string): number {
  return stakeScales[currency] ?? 1;
}
