import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

test('every promise of the security policy names tests that are there', () => {
  const root = new URL('../../', import.meta.url);
  const policy = readFileSync(new URL('SECURITY.md', root), 'utf8');
  const [, promised = ''] = policy.split('## What is promised');
  const rows = (promised.split('\n## ')[0] ?? '')
    .split('\n')
    .filter((line) => line.startsWith('| '))
    .slice(2);
  expect(rows.length).toBeGreaterThan(10);
  for (const row of rows) {
    const files = [...row.matchAll(/`(test\/[^`]+)`/g)].map(([, file = '']) => file);
    expect([row, files.length > 0 && files.every((file) => existsSync(new URL(file, root)))]).toEqual([
      row,
      true,
    ]);
  }
});
