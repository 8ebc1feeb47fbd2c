import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Command } from '@commander-js/extra-typings';
import { readPositive, readRatio } from '../bin/commands/options.ts';
import { startProgress } from '../bin/output/progress.ts';
import { writeCostFigures } from './cost-figures.ts';
import { keptResults } from './harness/results.ts';
import { runParts } from './harness/run-parts.ts';
import { toDocuments, writeDocuments } from './harness/write-document.ts';
import { parts } from './parts.ts';

const names = parts.map(({ name }) => name);
const projectRoot = fileURLToPath(new URL('..', import.meta.url));

/* `npm run bench`: measures, and writes the figures, docs/performance.md and cost/figures.json. */
await new Command('bench')
  .description(
    'Measures Betlake beside others. Figures go to bench/results, tables and plots to docs/performance.md.',
  )
  .argument('[part...]', `which parts: ${names.join(', ')}`, names)
  .option('--quick', 'a hundredth of the size, once, into a folder that is removed: to see that it works')
  .option('--scale <ratio>', 'a share of the sizes; the tables show the sizes', readRatio, 1)
  .option('--runs <n>', 'how often each contestant runs', readPositive, 3)
  .action(async (chosen, { quick = false, runs, scale }) => {
    const unknown = chosen.filter((name) => !names.includes(name));
    if (unknown.length > 0) throw new Error(`no part is called ${unknown[0]}: ${names.join(', ')}`);
    const results = quick ? await mkdtemp(join(tmpdir(), 'betlake-bench-results-')) : keptResults;
    const progress = startProgress('measuring');
    try {
      const measured = parts.filter(({ name }) => chosen.includes(name));
      await runParts(measured, { results, quick, scale, runs: quick ? 1 : runs, report: progress.update });
      if (quick && measured.length < parts.length) return;
      const documents = await toDocuments(projectRoot, results, parts);
      if (quick) return;
      await writeDocuments(projectRoot, documents);
      await writeCostFigures(projectRoot, results);
    } finally {
      progress.end();
      if (quick) await rm(results, { recursive: true, force: true });
    }
  })
  .parseAsync();
