/** A country that players come from. */
export interface Country {
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
export const countries: readonly Country[] = shares.flatMap(([share, country]) =>
  Array<Country>(share).fill(country),
);

const stakeScales: Readonly<Record<string, number>> = { ZAR: 20, NZD: 2 };

/** What a stake of one euro is in a currency, very roughly, so that amounts of currencies differ. */
export function toStakeScale(currency: string): number {
  return stakeScales[currency] ?? 1;
}
