import { text, whole } from '../column.ts';
import { defineDataset } from '../dataset.ts';

export const games = defineDataset({
  name: 'games',
  grain: 'one game, as one export saw it',
  columns: [
    { name: 'game_id', type: whole, required: true, meaning: 'The game.' },
    { name: 'game_name', type: text, meaning: 'Its name.' },
    {
      name: 'game_category_code',
      type: text,
      meaning: 'Its category.',
      assumption: 'Read as the collection.',
    },
    { name: 'game_type_code', type: text, meaning: 'Its type, which metrics are sliced by.' },
  ],
  key: ['game_id'],
  partition: { by: 'landing_key' },
  assumptions: [
    'A game is as of the newest row for every period: the landing key that sorts last, then the later line.',
  ],
});
