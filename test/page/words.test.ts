import { expect, inject, test } from 'vitest';
import { findViolations } from './browser/find-violations.ts';
import { usePages } from './browser/open-page.ts';
import { readTable, readyCard } from './browser/read-card.ts';
import { startExplore } from './browser/start-explore.ts';

const pages = usePages();
const trend = /api\/queries\/trend\?/;

test('an empty lake shows how to fill it, and still its health', async () => {
  const lake = inject('emptyLake');
  const explore = await startExplore(lake);
  const page = await pages.open({ address: explore.address });
  await page.getByRole('heading', { name: 'This lake is empty' }).waitFor();
  expect(await page.locator('.notice pre').innerText()).toContain('npx betlake ingest');
  expect((await readTable(page, 'freshness')).rows.join()).toContain('games');
  await readyCard(page, 'refusals');
  expect(await findViolations(page)).toEqual([]);
  await page.context().close();
  await explore.stop();
});

test('where no bets match, a notice says which filters can be removed', async () => {
  const page = await pages.open({ at: '?by=week&where=country_code%3AFI&where=player_ccy_code%3ANZD' });
  await page.getByText('No bets match.').first().waitFor();
  await readyCard(page, 'bets-per-player');
  expect(await page.locator('#bets-per-player').innerText()).toContain('No rows.');
  expect(await findViolations(page)).toEqual([]);
  await page.getByRole('button', { name: /Remove Currency: NZD/ }).click();
  expect((await readTable(page, 'bets-per-player')).rows.length).toBeGreaterThan(0);
});

test('a slow query shows for how long it has run, can be cancelled and run again', async () => {
  let delayMs = 60_000;
  const page = await pages.open({
    at: '?by=week',
    before: (opened) =>
      opened.route(trend, async (route) => {
        await new Promise((resolve) => setTimeout(resolve, delayMs));
        await route.continue().catch(() => undefined);
      }),
  });
  const card = page.locator('#trend');
  await card.scrollIntoViewIfNeeded();
  await card.getByText(/Still computing… \d+ s/).waitFor();
  await card.getByRole('button', { name: /^Cancel/ }).click();
  await card.getByText('Cancelled before it was done.').waitFor();
  delayMs = 0;
  await card.getByRole('button', { name: /^Run again/ }).click();
  expect((await readTable(page, 'trend')).rows.length).toBeGreaterThan(0);
});

test('an error is shown in the server’s words, and the query can be tried again', async () => {
  const error = 'the engine ran out of memory; choose fewer days';
  const page = await pages.open({
    at: '?by=week',
    mayComplain: true,
    before: (opened) => opened.route(trend, (route) => route.fulfill({ status: 500, json: { error } })),
  });
  const card = page.locator('#trend');
  await card.scrollIntoViewIfNeeded();
  await card.getByRole('alert').waitFor();
  expect(await card.getByRole('alert').innerText()).toContain(error);
  expect(await findViolations(page)).toEqual([]);
  await page.unroute(trend);
  await card.getByRole('button', { name: /^Try again/ }).click();
  expect((await readTable(page, 'trend')).rows.length).toBeGreaterThan(0);
});

test('a server that has gone is distinguished from one that fails', async () => {
  const page = await pages.open({
    mayComplain: true,
    before: (opened) => opened.route(trend, (route) => route.abort()),
  });
  await page.locator('#trend').scrollIntoViewIfNeeded();
  const alert = page.locator('#trend').getByRole('alert');
  await alert.waitFor();
  expect(await alert.innerText()).toContain('start it again with "npx betlake explore"');
});

test.each([
  ['?by=fortnight', 'by: expected one of day, week, month, year, got "fortnight"'],
  ['?from=2021-02-30', 'from: expected a date YYYY-MM-DD, got "2021-02-30"'],
  ['?where=shoe_size%3A43', 'there is no column "shoe_size" to slice by'],
])('the address %s is refused with a message', async (at, words) => {
  const page = await pages.open({ at });
  await page.getByRole('heading', { name: 'This address cannot be shown' }).waitFor();
  expect(await page.getByRole('alert').innerText()).toContain(words);
  expect(await findViolations(page)).toEqual([]);
  await page.getByRole('link', { name: 'Show everything' }).click();
  await readyCard(page, 'bets-per-player');
});

test('days the wrong way round are refused where they are typed', async () => {
  const page = await pages.open();
  await readyCard(page, 'bets-per-player');
  await page.getByLabel('From').fill('2022-01-05');
  await page.getByLabel('to', { exact: true }).fill('2022-01-01');
  await page.getByRole('form', { name: 'Dates' }).getByRole('alert').waitFor();
  expect(new URL(page.url()).searchParams.get('to')).toBeNull();
});
