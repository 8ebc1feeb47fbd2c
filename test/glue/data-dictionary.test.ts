import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { toDataDictionary } from '../../glue/data-dictionary.ts';

test('the data dictionary says what the declarations say; `npm run docs` writes it anew', () => {
  const written = readFileSync(new URL('../../docs/data-dictionary.md', import.meta.url), 'utf8');
  expect(written).toBe(toDataDictionary());
});
