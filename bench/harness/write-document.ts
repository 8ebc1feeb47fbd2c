import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse, View } from 'vega';
import { compile, type TopLevelSpec } from 'vega-lite';
import type { Part } from './bench.ts';
import { type Machine, readResults } from './results.ts';

/** A Markdown table; columns of figures are aligned to the right. */
export function toTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const isFigure = (cell: string) => cell === '' || /^[\d<–+-]/.test(cell);
  const rule = head.map((_, at) => (rows.every((row) => isFigure(row[at] ?? '')) ? '---:' : '---'));
  return [head, rule, ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

/** Three significant digits: 1234.5 as 1,230, 0.01234 as 0.0123. */
export function showFigure(value: number): string {
  return value.toLocaleString('en-US', { maximumSignificantDigits: 3 });
}

export function showSeconds(seconds: number): string {
  return `${showFigure(seconds)} s`;
}

export function showMilliseconds(seconds: number): string {
  return `${showFigure(seconds * 1000)} ms`;
}

export function showMib(bytes: number): string {
  return `${showFigure(bytes / 1024 ** 2)} MiB`;
}

export function showCount(count: number): string {
  return count.toLocaleString('en-US');
}

export function showAim(isMet: boolean): string {
  return isMet ? '**met**' : '**not met**';
}

export type Spec = TopLevelSpec;

/** Draws a Vega-Lite plot as SVG: the same text for the same figures. */
export async function toSvg(spec: Spec): Promise<string> {
  const view = new View(parse(compile(spec).spec), { renderer: 'none' });
  try {
    return `${await view.toSVG()}\n`;
  } finally {
    view.finalize();
  }
}

/** docs/performance.md and its plots as they must be, by path from the project's root. */
export type Documents = ReadonlyMap<string, string>;

const documentPath = 'docs/performance.md';

/**
 * Makes the tables and plots of docs/performance.md from results, and keeps the prose around them. The places of a
 * part that has not been measured become empty.
 *
 * @throws Error where the document has no place for a table, or, all parts measured, a place that nothing fills
 */
export async function toDocuments(
  projectRoot: string,
  resultsFolder: string,
  parts: readonly Part<unknown>[],
): Promise<Documents> {
  const documents = new Map<string, string>();
  const tables = new Map<string, string>();
  let complete = true;
  for (const part of parts) {
    const results = await readResults<unknown>(resultsFolder, part.name);
    if (!results) {
      complete = false;
      continue;
    }
    const measured = describeRun(results.date, results.machine);
    for (const [name, table] of Object.entries(part.tables(results.result))) {
      tables.set(name, `${table.trim()}\n\n${measured}`);
    }
    for (const [name, spec] of Object.entries(part.plots(results.result))) {
      documents.set(`docs/performance/${name}.svg`, await toSvg(spec));
    }
  }
  const written = await readFile(join(projectRoot, documentPath), 'utf8');
  documents.set(documentPath, fill(written, tables, complete));
  return documents;
}

export async function writeDocuments(projectRoot: string, documents: Documents): Promise<void> {
  await mkdir(join(projectRoot, 'docs/performance'), { recursive: true });
  for (const [path, text] of documents) await writeFile(join(projectRoot, path), text);
}

function describeRun(date: string, { processor, cores, memoryGib, system, node, duckdb }: Machine): string {
  return `<sub>${date}, ${processor}, ${cores} cores, ${memoryGib} GiB, ${system}, Node ${node}, DuckDB ${duckdb}</sub>`;
}

const place = /(<!-- bench:([\w-]+) -->\n).*?(<!-- \/bench -->)/gs;

/** Puts each table between its marks. */
function fill(document: string, tables: ReadonlyMap<string, string>, complete: boolean): string {
  const waiting = new Set(tables.keys());
  const filled = document.replace(place, (_, opening: string, name: string, closing: string) => {
    const table = tables.get(name);
    if (table === undefined && complete)
      throw new Error(`${documentPath}: nothing fills <!-- bench:${name} -->`);
    if (table === undefined) return `${opening}${closing}`;
    waiting.delete(name);
    return `${opening}\n${table}\n\n${closing}`;
  });
  if (waiting.size > 0) throw new Error(`${documentPath}: no place for ${[...waiting].join(', ')}`);
  return filled;
}
