import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { usePages } from './browser/open-page.ts';
import { readyCard } from './browser/read-card.ts';

const pages = usePages();

test('the page is used from the first key to a slice without a mouse', async () => {
  const page = await pages.open({ at: '?by=week' });
  await readyCard(page, 'bets-per-player');

  await page.keyboard.press('Tab');
  expect(await focused(page)).toBe('Skip to the results');
  await page.keyboard.press('Enter');
  expect(await page.evaluate(() => document.activeElement?.id)).toBe('main');

  await page.evaluate(() => (document.activeElement as HTMLElement).blur());
  await page.reload();
  await readyCard(page, 'bets-per-player');
  await tabTo(page, 'Week');
  await page.keyboard.press('ArrowRight');
  await page.waitForURL(/by=month/);

  await tabTo(page, 'From');
  await tabTo(page, 'Last 7 days');
  await page.keyboard.press('Enter');
  await page.waitForURL(/from=/);
  await tabTo(page, 'All');
  await page.keyboard.press('Space');
  await page.waitForURL((url) => !url.searchParams.has('from'));

  await tabTo(page, /^[A-Z]{2} \w+/);
  await page.keyboard.press('Space');
  await page.waitForURL(/where=country_code/);
  await tabTo(page, /^Remove Country/);
  await page.keyboard.press('Enter');
  await page.waitForURL((url) => !url.searchParams.has('where'));
});

test('a row of a table slices as its bar does, and a header sorts', async () => {
  const page = await pages.open({ at: '?by=week' });
  const card = await readyCard(page, 'trend');
  await card.getByRole('button', { name: /^Table/ }).press('Enter');
  const header = card.locator('th').nth(1);
  await header.getByRole('button').press('Enter');
  expect(await header.getAttribute('aria-sort')).toBe('descending');
  const row = card.locator('td .pick').first();
  const start = await row.innerText();
  await row.press('Enter');
  await page.waitForURL(new RegExp(`from=${start}`));
});

test('whatever has the focus shows it', async () => {
  const page = await pages.open();
  await readyCard(page, 'bets-per-player');
  const unseen: string[] = [];
  for (let step = 0; step < 60; step += 1) {
    await page.keyboard.press('Tab');
    const bare = await page.evaluate(() => {
      const element = document.activeElement;
      if (!element || element === document.body) return undefined;
      // A radio button lies unseen below its words, which carry the outline.
      const shown = element.matches('.choices input') ? element.nextElementSibling : element;
      return shown && getComputedStyle(shown).outlineStyle === 'none'
        ? element.outerHTML.slice(0, 120)
        : undefined;
    });
    if (bare !== undefined) unseen.push(bare);
  }
  expect(unseen).toEqual([]);
});

/** Presses Tab until what has this name has the focus. */
async function tabTo(page: Page, name: string | RegExp): Promise<void> {
  const passed: string[] = [];
  for (let step = 0; step < 80; step += 1) {
    await page.keyboard.press('Tab');
    const text = await focused(page);
    if (typeof name === 'string' ? text === name : name.test(text)) return;
    passed.push(text);
  }
  throw new Error(`Tab does not come to ${name}; it passed ${passed.join(' | ')}`);
}

/** What the element with the focus is called. */
async function focused(page: Page): Promise<string> {
  return page.evaluate(() => {
    const element = document.activeElement;
    const label = element instanceof HTMLInputElement ? element.labels?.[0] : undefined;
    const text = element?.getAttribute('aria-label') ?? label?.textContent ?? element?.textContent ?? '';
    return text.trim().replace(/\s+/g, ' ');
  });
}
