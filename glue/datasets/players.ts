import { defineDataset, instant, text, whole } from '../schema.ts';

export const players = defineDataset({
  name: 'players',
  rowMeaning: 'one player of a partner company, as one export saw it',
  columns: [
    { name: 'partner_company_id', type: whole, meaning: 'The partner company the player belongs to.' },
    { name: 'player_code', type: text, required: true, meaning: 'The player within the partner company.' },
    { name: 'language_code', type: text, personal: true, meaning: 'The language of the player.' },
    { name: 'suffix', type: text, personal: true, meaning: 'The suffix of the name.' },
    { name: 'gender', type: text, personal: true, meaning: 'The gender of the player.' },
    { name: 'birth_city_name', type: text, personal: true, meaning: 'The city of birth.' },
    { name: 'birth_country_code', type: text, personal: true, meaning: 'The country of birth.' },
    { name: 'city_name', type: text, personal: true, meaning: 'The city of residence.' },
    {
      name: 'nationality_country_code',
      type: text,
      personal: true,
      meaning: 'The country of nationality.',
      seen: 'Padded with spaces, which are kept: `IE `, `0  `.',
    },
    {
      name: 'citizenship_country_code',
      type: text,
      personal: true,
      meaning: 'The country of citizenship.',
      assumption: 'The type follows from the name.',
    },
    { name: 'state', type: text, personal: true, meaning: 'The state of residence.' },
    { name: 'post_code', type: text, personal: true, meaning: 'The post code of residence.' },
    {
      name: 'country_code',
      type: text,
      code: true,
      meaning: "The player's country.",
      seen: 'IE, ZA, SI, FI, GB, CA, NO, IM and others; seldom blank.',
    },
    {
      name: 'player_ccy_code',
      type: text,
      code: true,
      meaning: "The currency of the player's amounts.",
      seen: 'EUR, ZAR, GBP, CAD and NZD.',
      assumption:
        'A player has one currency for all time, that of the newest row; the view `player_conflicts` names those whose rows say otherwise.',
    },
    {
      name: 'registration_dt',
      type: instant,
      personal: true,
      meaning: 'When the player registered, UTC.',
      seen: 'A time or null.',
    },
    {
      name: 'kyc_id_verification_dt',
      type: instant,
      personal: true,
      meaning: "When the player's identity was verified, UTC.",
      seen: 'A time or null.',
    },
  ],
  key: ['partner_company_id', 'player_code'],
  partition: { by: 'landing_key' },
  assumptions: [
    'Text that is empty or only spaces is NULL, as the export writes what it leaves out; a player may come twice in one file, alike.',
    'A player is as of the newest row for every period: the landing key that sorts last, then the later line.',
  ],
});
