import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { readFigures, readPrices } from '../../cost/read-inputs.ts';
import { toSvg } from '../harness/write-document.ts';
import { describeScaling } from './describe-scaling.ts';

/**
 * Puts each text between its marks, `<!-- simulate:NAME -->` … `<!-- /simulate -->`, and leaves the rest.
 *
 * @throws Error where the document has no place for a text, or a place that nothing fills
 */
export function fillPlaces(document: string, texts: Readonly<Record<string, string>>): string {
  const waiting = new Set(Object.keys(texts));
  const filled = document.replace(
    /(<!-- simulate:([\w-]+) -->\n).*?(<!-- \/simulate -->)/gs,
    (_, opening: string, name: string, closing: string) => {
      const text = texts[name];
      if (text === undefined) throw new Error(`nothing fills <!-- simulate:${name} -->`);
      waiting.delete(name);
      return `${opening}\n${text.trim()}\n\n${closing}`;
    },
  );
  if (waiting.size > 0) throw new Error(`the document has no place for ${[...waiting].join(', ')}`);
  return filled;
}

/* `npm run simulate`: simulates days of all sizes and puts tables and plots into docs/scaling.md. */
const { tables, plots } = describeScaling(readFigures(), readPrices());
await mkdir('docs/scaling', { recursive: true });
for (const [name, spec] of Object.entries(plots))
  await writeFile(`docs/scaling/${name}.svg`, await toSvg(spec));
const document = 'docs/scaling.md';
await writeFile(document, fillPlaces(await readFile(document, 'utf8'), tables));
