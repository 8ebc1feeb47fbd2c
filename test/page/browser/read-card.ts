import type { Locator, Page } from 'playwright-core';

/** A table as the page shows it: titles of columns and texts of cells. */
export interface PageTable {
  readonly titles: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** The card of a query, in view and with the result for the current state. */
export async function readyCard(page: Page, name: string): Promise<Locator> {
  const card = page.locator(`article#${name}`);
  await card.scrollIntoViewIfNeeded();
  await page.locator(`article#${name}[aria-busy=false] .result:not(.outdated)`).waitFor();
  return card;
}

/** Everything that a card's table holds. */
export async function readTable(page: Page, name: string): Promise<PageTable> {
  const card = await readyCard(page, name);
  const closed = card.locator('.tools button[aria-expanded=false]', { hasText: 'Table' });
  if (await closed.count()) await closed.click();
  const more = card.getByRole('button', { name: /^Show all \d+ rows$/ });
  if (await more.count()) await more.click();
  return card.locator('table').evaluate((table: HTMLTableElement) => ({
    titles: [...table.querySelectorAll('th button')].map((title) => title.firstChild?.textContent ?? ''),
    rows: [...table.tBodies].flatMap((body) =>
      [...body.rows].map((row) => [...row.cells].map((cell) => cell.textContent ?? '')),
    ),
  }));
}

/** A number as the page shows it, as text that a program reads. */
export function plain(text: string): string {
  return text.replaceAll(',', '');
}
