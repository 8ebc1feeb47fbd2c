import type { Page } from 'playwright-core';
import { expect, inject, test } from 'vitest';
import { runBetlake } from '../bin/run-betlake.ts';
import { usePages } from './browser/open-page.ts';
import { readTable, readyCard } from './browser/read-card.ts';
import { readCsv } from './browser/read-csv.ts';

const pages = usePages();

test('a click on a bar of the trend keeps the days of that period', async () => {
  const page = await pages.open({ at: '?by=week' });
  const { rows } = await readTable(page, 'trend');
  const card = await readyCard(page, 'trend');
  const canvas = card.locator('canvas');
  const { width, height } = await boxOf(canvas);
  await canvas.click({ position: { x: width - 30, y: height / 2 } });
  await page.waitForURL(/from=/);
  const [last = ''] = rows.at(-1) ?? [];
  expect(searchOf(page)).toEqual(`by=week&from=${last}&to=${addDays(last, 6)}`);
  expect(await readBets(page)).toBe(await countBets('--from', last, '--to', addDays(last, 6)));
});

test('a click on a bar of the breakdown slices by its value, and a second one removes the slice', async () => {
  const page = await pages.open({ at: '?by=month' });
  const before = await readBets(page);
  const first = page.locator('.slicer[data-column=country_code] input[type=checkbox]').first();
  const country = await first.getAttribute('data-value');
  const canvas = page.locator('#breakdown canvas');
  const { width } = await boxOf(canvas);
  await canvas.click({ position: { x: width / 2, y: 16 } });
  await page.waitForURL(/where=/);
  expect(searchOf(page)).toBe(`by=month&where=country_code%3A${country}`);
  expect(await first.isChecked()).toBe(true);
  expect(await readBets(page)).toBe(await countBets('--where', `country_code=${country}`));
  await canvas.click({ position: { x: width / 2, y: 16 } });
  await page.waitForURL((url) => !url.searchParams.has('where'));
  expect(await readBets(page)).toBe(before);
});

test('each value of a slicer shows how many bets it has, and choosing it shows as many', async () => {
  const page = await pages.open({ at: '?by=year' });
  await readBets(page);
  const value = page.locator('.slicer[data-column=game_type_code] label.value', { hasText: 'Non Branded' });
  const count = (await value.locator('.count').innerText()).replace(/\D/g, '');
  await value.click();
  expect(await readBets(page)).toBe(count);
  expect(await page.locator('.chips').innerText()).toContain('Game type: Non Branded');
  await page.getByRole('button', { name: /Remove Game type: Non Branded/ }).click();
  expect(searchOf(page)).toBe('by=year');
});

test('every raw code can be sliced by', async () => {
  const page = await pages.open();
  const { columns } = await page.evaluate(async () => (await fetch('api/lake')).json());
  await page.locator('details.codes > summary').click();
  for (const { name, title } of columns) {
    const slicer = page.locator(`.slicer[data-column=${name}]`);
    expect(await slicer.locator('summary').innerText(), name).toContain(title);
    await expect
      .poll(() => slicer.locator('input[type=checkbox]').count(), { message: name })
      .toBeGreaterThan(0);
  }
});

test('a link shows what its sender saw, and the back button what was before', async () => {
  const page = await pages.open({ at: '?by=week' });
  await readBets(page);
  await page.locator('.slicer[data-column=country_code] label.value').first().click();
  await page.getByRole('radio', { name: 'Day' }).check({ force: true });
  const earlier = page.getByRole('button', { name: 'Earlier day' });
  await earlier.click();
  await page.locator('#amounts-per-player .currencies label').last().click();
  const bets = await readBets(page);
  const here = page.url();
  expect(here).toMatch(/\?by=day&where=country_code%3A\w+#at=\d{4}-\d{2}-\d{2}&currency=\w+$/);

  const other = await pages.open({ at: here.slice(inject('address').length) });
  expect(await readBets(other)).toBe(bets);
  for (const name of ['bets-per-player', 'amounts-per-player']) {
    expect(await readTable(other, name)).toEqual(await readTable(page, name));
  }

  await page.goBack();
  expect(searchOf(page)).toMatch(/^by=week&where=/);
  expect(await page.getByRole('radio', { name: 'Week' }).isChecked()).toBe(true);
  await page.goBack();
  expect(searchOf(page)).toBe('by=week');
  expect(await readBets(page)).toBe(await countBets());
});

test('a superseded request is aborted', async () => {
  const aborted: string[] = [];
  const page = await pages.open({
    at: '?by=week',
    before: async (opened) => {
      opened.on('requestfailed', (request) => aborted.push(new URL(request.url()).search));
      await opened.route(/api\/slices\?by=month/, async (route) => {
        await new Promise((resolve) => setTimeout(resolve, 3000));
        await route.continue().catch(() => undefined);
      });
    },
  });
  await readBets(page);
  await page.getByRole('radio', { name: 'Month' }).check({ force: true });
  await page.getByRole('radio', { name: 'Year' }).check({ force: true });
  await expect.poll(() => aborted).toContain('?by=month');
  expect(await readBets(page)).toBe(await countBets());
});

/** The bets that the sentence above the questions counts, once they are those of the state of now. */
async function readBets(page: Page): Promise<string> {
  await readyCard(page, 'bets-per-player');
  await page.locator('.summary[aria-busy=false]').waitFor();
  return (await page.locator('.summary [data-exact]').getAttribute('data-exact')) ?? '';
}

async function countBets(...options: string[]): Promise<string> {
  const { stdout } = await runBetlake(
    ...['metrics', 'bets-per-player', '--by', 'year', '--total', '--format', 'csv', '--lake', inject('lake')],
    ...options,
  );
  const [names = [], ...rows] = readCsv(stdout);
  return String(rows.reduce((sum, row) => sum + BigInt(row[names.indexOf('bets_count')] ?? 0), 0n));
}

async function boxOf(element: ReturnType<Page['locator']>): Promise<{ width: number; height: number }> {
  await element.scrollIntoViewIfNeeded();
  const box = await element.boundingBox();
  if (!box) throw new Error('the chart is not in view');
  return box;
}

function searchOf(page: Page): string {
  return new URL(page.url()).search.slice(1);
}

function addDays(day: string, days: number): string {
  return new Date(Date.parse(day) + days * 86_400_000).toISOString().slice(0, 10);
}
