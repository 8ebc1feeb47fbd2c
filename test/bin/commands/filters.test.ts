import { expect, test } from 'vitest';
import { checkValues } from '../../../bin/commands/filters.ts';
import { toResult } from '../../../client/queries/result.ts';

test.each([
  [60, ', V59'],
  [61, ', V59 and 1 more'],
])('a filter on a value that no bet has names at most sixty of %i values', async (count, end) => {
  const rows = Array.from({ length: count }, (_, at) => [`V${at}`]);
  const run = async () => toResult([{ name: 'value', type: 'VARCHAR' }], rows);
  const message = checkValues(run, [{ column: 'brand_id', value: 'X' }]).catch((error) => error.message);
  expect(await message).toMatch(new RegExp(`^no bet has brand_id=X; its values are V0, V1, .*${end}$`));
});
