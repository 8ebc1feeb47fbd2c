import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Part } from './bench.ts';
import type { Machine } from './machine.ts';
import { toSvg } from './plot.ts';
import { readResults } from './results.ts';

/** What docs/performance.md and its plots must be, by path from the project's root. */
export type Documents = ReadonlyMap<string, string>;

const documentPath = 'docs/performance.md';

/**
 * Makes the tables and plots of docs/performance.md anew from results, and leaves the prose around them. The places
 * of a part that has not been measured stay as they are.
 *
 * @throws Error where the document has no place for a table
 */
export async function toDocuments(
  projectRoot: string,
  resultsFolder: string,
  parts: readonly Part<unknown>[],
): Promise<Documents> {
  const documents = new Map<string, string>();
  const tables = new Map<string, string>();
  for (const part of parts) {
    const results = await readResults<unknown>(resultsFolder, part.name);
    if (!results) continue;
    const measured = describeRun(results.date, results.machine);
    for (const [name, table] of Object.entries(part.tables(results.result))) {
      tables.set(name, `${table.trim()}\n\n${measured}`);
    }
    for (const [name, spec] of Object.entries(part.plots(results.result))) {
      documents.set(`docs/performance/${name}.svg`, await toSvg(spec));
    }
  }
  const written = await readFile(join(projectRoot, documentPath), 'utf8');
  documents.set(documentPath, fill(written, tables));
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
function fill(document: string, tables: ReadonlyMap<string, string>): string {
  const waiting = new Set(tables.keys());
  const filled = document.replace(place, (whole, opening: string, name: string, closing: string) => {
    const table = tables.get(name);
    if (table === undefined) return whole;
    waiting.delete(name);
    return `${opening}\n${table}\n\n${closing}`;
  });
  if (waiting.size > 0) throw new Error(`${documentPath}: no place for ${[...waiting].join(', ')}`);
  return filled;
}
