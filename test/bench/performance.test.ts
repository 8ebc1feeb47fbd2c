import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { keptResults, readResults } from '../../bench/harness/results.ts';
import { toDocuments } from '../../bench/harness/write-document.ts';
import { parts } from '../../bench/parts.ts';

const projectRoot = fileURLToPath(new URL('../..', import.meta.url));

test('docs/performance.md and its plots show what was measured; `npm run bench:docs` writes them again', async () => {
  const documents = await toDocuments(projectRoot, keptResults, parts);
  expect(documents.size).toBeGreaterThan(1);
  for (const [path, text] of documents) {
    expect(readFileSync(`${projectRoot}${path}`, 'utf8'), path).toBe(text);
  }
});

test('every part has been measured', async () => {
  for (const { name } of parts) expect(await readResults(keptResults, name), name).toBeDefined();
});
