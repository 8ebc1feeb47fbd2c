import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { findViolations } from './browser/find-violations.ts';
import { type OpenOptions, usePages } from './browser/open-page.ts';
import { readyCard } from './browser/read-card.ts';

const pages = usePages();
const at = '?by=week&where=player_ccy_code%3AEUR&where=player_ccy_code%3ACAD';
const phone = { viewport: { width: 360, height: 780 }, hasTouch: true, isMobile: true };

const screens: Record<string, OpenOptions> = {
  'in light': { at, colorScheme: 'light' },
  'in dark': { at, colorScheme: 'dark' },
  'on a phone': { at, ...phone },
  'on a phone in dark': { at, ...phone, colorScheme: 'dark' },
};

describe.each(Object.entries(screens))('%s', (_, options) => {
  test('axe finds nothing, with every chart, table and SQL open', async () => {
    const page = await pages.open(options);
    await openEverything(page);
    expect(await findViolations(page)).toEqual([]);
    await page.context().close();
  });
});

test('on a phone nothing extends beyond the page sideways', async () => {
  const page = await pages.open({ at, ...phone });
  await openEverything(page);
  await page.locator('.drawer > details > summary').click();
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(360);
});

test('the colours can be chosen, and the choice is kept', async () => {
  const page = await pages.open({ at, colorScheme: 'light' });
  await readyCard(page, 'bets-per-player');
  const back = () => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
  const light = await back();
  await page.getByRole('button', { name: /change to light/ }).click();
  await page.getByRole('button', { name: /change to dark/ }).click();
  const dark = await back();
  expect(dark).not.toBe(light);
  await page.reload();
  await readyCard(page, 'bets-per-player');
  expect(await back()).toBe(dark);
});

test('every chart has a name that describes it', async () => {
  const page = await pages.open({ at });
  await openEverything(page);
  const names = await page
    .locator('canvas')
    .evaluateAll((charts) => charts.map((chart) => chart.getAttribute('aria-label') ?? ''));
  expect(names.length).toBeGreaterThan(15);
  for (const name of names) expect(name).toMatch(/^.{10,}\. .{5,}\.?$/s);
  expect(names.join()).not.toMatch(/undefined|NaN|null/);
});

/** Scrolls through the page so that every card loads, and opens what is folded. */
async function openEverything(page: Page): Promise<void> {
  await readyCard(page, 'bets-per-player');
  const names = await page.locator('article[id]').evaluateAll((cards) => cards.map(({ id }) => id));
  for (const name of names) {
    if (name === 'conflicts') await page.getByRole('button', { name: 'Search for conflicts' }).click();
    await readyCard(page, name);
  }
  await page.evaluate(() => {
    for (const button of document.querySelectorAll<HTMLElement>('.tools [aria-expanded=false]'))
      button.click();
    scrollTo({ top: 0, behavior: 'instant' });
  });
}
