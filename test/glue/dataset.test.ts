import { describe, expect, test } from 'vitest';
import { type Dataset, decimal, defineDataset, instant, text, whole } from '../../glue/schema.ts';

const id = { name: 'bet_id', type: whole, meaning: '' };
const time = { name: 'bet_dt', type: instant, meaning: '', required: true };
const right: Dataset = {
  name: 'bets',
  rowMeaning: '',
  columns: [id, time],
  key: ['bet_id'],
  newest: 'bet_dt',
  partition: { by: 'column', column: 'bet_dt' },
  assumptions: [],
};
const { newest, ...withoutNewest } = right;

describe('a declaration of a data set', () => {
  test.each<Dataset>([
    right,
    withoutNewest,
    { ...right, columns: [...right.columns, { name: 'a9_b', type: text, meaning: '' }] },
    { ...right, columns: [{ ...id, code: true }, time] },
    { ...right, partition: { by: 'landing_key' }, columns: [id, { ...time, required: false }] },
    { ...right, columns: [...right.columns, { name: 'amount', type: decimal(18, 18), meaning: '' }] },
  ])('is taken as it is where nothing is wrong: %#', (dataset) => {
    expect(defineDataset(dataset)).toBe(dataset);
  });

  test.each<[string, Partial<Dataset>]>([
    ...['Bet_id', '_bet', '9bets', 'bet-id', 'bet id', 'béts', ''].map((name): [string, Partial<Dataset>] => [
      `column name "${name}" is not snake_case`,
      { columns: [...right.columns, { ...id, name }] },
    ]),
    [
      '"amount" has a decimal of more than 18 digits',
      { columns: [...right.columns, { name: 'amount', type: decimal(19, 2), meaning: '' }] },
    ],
    [
      'expected at most 200 columns',
      { columns: Array.from({ length: 201 }, (_, at) => ({ ...id, name: `c${at}` })) },
    ],
    ['column "bet_id" is declared twice', { columns: [id, time, id] }],
    ['"player_code" is used but not declared', { key: ['bet_id', 'player_code'] }],
    ['"last_event_dt" is used but not declared', { newest: 'last_event_dt' }],
    ['"day" is used but not declared', { partition: { by: 'column', column: 'day' } }],
    [
      'partition column "bet_id" must be a required instant',
      { partition: { by: 'column', column: 'bet_id' }, columns: [{ ...id, required: true }, time] },
    ],
    ['the code "bet_dt" must be a text or a whole number', { columns: [id, { ...time, code: true }] }],
    [
      'the code "city_name" is personal data, which readers of metrics have no right on: drop one of the two',
      { columns: [id, time, { name: 'city_name', type: text, meaning: '', code: true, personal: true }] },
    ],
    ['partition column "bet_dt" must be a required instant', { columns: [id, { ...time, required: false }] }],
  ])('is refused as the module loads: %s', (message, wrong) => {
    expect(() => defineDataset({ ...right, ...wrong })).toThrow(new Error(`data set bets: ${message}`));
  });
});
