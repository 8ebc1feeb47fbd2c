import { createHash } from 'node:crypto';
import { toDateTime } from '../../glue/calendar.ts';
import {
  type PageState,
  periodNames,
  type QueryName,
  type QueryResult,
  queryNames,
  type Report,
  reportElementId,
} from '../contract.ts';
import type { PageFiles } from './bundle-page.ts';
import type { ExploredLake } from './explored-lake.ts';
import { countSlices, describeLake, runQuery } from './run-queries.ts';

/**
 * Collects what a report shows: the result of every query for the state's dates and filters, by each grain.
 *
 * @param onProgress receives how many queries of all are done, after each
 */
export async function collectReport(
  lake: ExploredLake,
  state: PageState,
  now: Date,
  onProgress: (done: number, all: number) => void = () => {},
): Promise<Report> {
  const { signal } = new AbortController();
  const all = periodNames.length * queryNames.length;
  return lake.use(async (snapshot) => {
    const described = await describeLake(lake.name, snapshot, signal);
    let done = 0;
    const byGrain = [];
    for (const by of periodNames) {
      const results: [QueryName, QueryResult][] = [];
      for (const name of queryNames) {
        results.push([name, await runQuery(described, snapshot, name, { ...state, by }, signal)]);
        done += 1;
        onProgress(done, all);
      }
      byGrain.push([by, Object.fromEntries(results)] as const);
    }
    return {
      lake: described,
      state,
      results: Object.fromEntries(byGrain) as Report['results'],
      slices: await countSlices(snapshot, state, signal),
      made: toDateTime(now),
    };
  });
}

/**
 * The page as one file that needs nothing else: its script, its style and what it shows are in it, and its content
 * security policy lets it run that script and load nothing.
 */
export function toReportHtml({ html, script, style }: PageFiles, report: Report): string {
  // What would end the element early, or begin a comment that swallows it, is written otherwise.
  const code = script.replaceAll('</script', '<\\/script').replaceAll('<!--', '<\\!--');
  const data = JSON.stringify(report).replaceAll('<', '\\u003c');
  if (/<\/style/i.test(style)) throw new Error('the style of the page would end its own element');
  const policy = [
    "default-src 'none'",
    `script-src ${toHash(code)}`,
    `style-src ${toHash(style)}`,
    'img-src data:',
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  const head = `<meta http-equiv="Content-Security-Policy" content="${policy}" />`;
  return replaceEach(html, [
    [/<meta charset="utf-8" \/>/, `<meta charset="utf-8" />\n    ${head}`],
    [/<link rel="stylesheet" href="style\.css" \/>/, `<style>${style}</style>`],
    [
      /<script type="module" src="main\.js"><\/script>/,
      `<script type="application/json" id="${reportElementId}">${data}</script>\n    <script type="module">${code}</script>`,
    ],
  ]);
}

function replaceEach(html: string, pairs: readonly (readonly [RegExp, string])[]): string {
  let text = html;
  for (const [pattern, replacement] of pairs) {
    if (!pattern.test(text)) throw new Error(`the page has no ${pattern.source}`);
    text = text.replace(pattern, () => replacement);
  }
  return text;
}

function toHash(text: string): string {
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
}
