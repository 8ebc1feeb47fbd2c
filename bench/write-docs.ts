import { fileURLToPath } from 'node:url';
import { writeCostFigures } from './cost-figures.ts';
import { keptResults } from './harness/results.ts';
import { toDocuments, writeDocuments } from './harness/write-document.ts';
import { parts } from './parts.ts';

/* `npm run bench:docs`: writes the documents from the kept figures, without measuring. */
const projectRoot = fileURLToPath(new URL('..', import.meta.url));
await writeDocuments(projectRoot, await toDocuments(projectRoot, keptResults, parts));
await writeCostFigures(projectRoot, keptResults);
