import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { toSvg } from '../bench/harness/plot.ts';
import { readFigures, readPrices } from '../cost/read-inputs.ts';
import { describeScaling } from './describe-scaling.ts';
import { fillPlaces } from './fill-places.ts';

/* `npm run simulate`: simulates days of all sizes and puts tables and plots into docs/scaling.md. */
const { tables, plots } = describeScaling(readFigures(), readPrices());
await mkdir('docs/scaling', { recursive: true });
for (const [name, spec] of Object.entries(plots))
  await writeFile(`docs/scaling/${name}.svg`, await toSvg(spec));
const document = 'docs/scaling.md';
await writeFile(document, fillPlaces(await readFile(document, 'utf8'), tables));
