import { h, render } from 'preact';
import { App, OpeningFailed } from './app.tsx';
import { findReport, serverSource } from './data/source.ts';
import { createExplorer } from './state/explorer.ts';
import { applyTheme } from './state/theme.ts';

/** Athena may queue a query for a while. */
const openingMs = 120_000;

applyTheme();
const page = document.getElementById('page');
if (page) await open(page);

/** Requests the lake's description, then shows the page. */
async function open(page: HTMLElement): Promise<void> {
  const source = findReport() ?? serverSource;
  try {
    const lake = await source.lake(AbortSignal.timeout(openingMs));
    const explorer = createExplorer(lake, source);
    document.title = `Betlake: ${lake.name}`;
    page.replaceChildren();
    render(h(App, { explorer }), page);
  } catch (error) {
    page.replaceChildren();
    render(h(OpeningFailed, { error }), page);
  }
}
