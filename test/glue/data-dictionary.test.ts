import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { toDataDictionary } from '../../glue/data-dictionary.ts';

test('the data dictionary matches the declarations; `npm run docs` writes it again', () => {
  const written = readFileSync(new URL('../../docs/data-dictionary.md', import.meta.url), 'utf8');
  expect(written).toBe(toDataDictionary());
});
