import { defineDataset, text, whole } from '../schema.ts';

export const games = defineDataset({
  name: 'games',
  rowMeaning: 'one game, as one export saw it',
  columns: [
    { name: 'game_id', type: whole, required: true, meaning: 'The game.' },
    {
      name: 'game_name',
      type: text,
      meaning: 'Its name.',
      seen: 'Not unique: 2,561 names of 3,161 games; some end in a space, some are not ASCII.',
    },
    {
      name: 'game_category_code',
      type: text,
      code: true,
      meaning: "The game's category.",
      seen: '`S` slots (2,787 games), `C` casino (374).',
      assumption: 'Read as the collection.',
    },
    {
      name: 'game_type_code',
      type: text,
      code: true,
      meaning: "The game's type.",
      seen: '131 values, of which some differ in case alone; blank for 464 games.',
    },
  ],
  key: ['game_id'],
  partition: { by: 'landing_key' },
  assumptions: [
    'A game is as of the newest row for every period: the landing key that sorts last, then the later line.',
  ],
});
