import { expect, test } from 'vitest';
import { usePages } from './browser/open-page.ts';
import { readTable, readyCard } from './browser/read-card.ts';

const pages = usePages();
const chosen = ['EUR', 'CAD', 'GBP'];
const at = `?by=week&${chosen.map((currency) => `where=player_ccy_code%3A${currency}`).join('&')}`;

test('where several currencies are chosen, every chart of money is split by them', async () => {
  const page = await pages.open({ at });
  for (const name of ['money', 'spend-histogram', 'spend-distribution']) {
    const card = await readyCard(page, name);
    const charts = card.locator('.multiples > fieldset');
    const shown = await charts.evaluateAll((parts) =>
      parts.map((part) => part.getAttribute('aria-label') ?? ''),
    );
    expect(shown.toSorted(), name).toEqual(chosen.toSorted());
    expect(await charts.locator('canvas').count(), name).toBe(chosen.length);
    const { titles, rows } = await readTable(page, name);
    const currencies = new Set(rows.map((row) => row[titles.indexOf('Currency')]));
    expect([...currencies].toSorted(), name).toEqual(chosen.toSorted());
  }
});

test('figures and the ranking of amounts are of one currency, which is named', async () => {
  const page = await pages.open({ at });
  const card = await readyCard(page, 'amounts-per-player');
  const { titles, rows } = await readTable(page, 'money');
  for (const currency of chosen) {
    await card.locator('.currencies label', { hasText: currency }).click();
    const last = rows.findLast((row) => row[titles.indexOf('Currency')] === currency) ?? [];
    for (const title of ['Real money spent', 'Bonus money spent']) {
      const figure = card.locator(`[data-figure="${title}"] .value`);
      expect(await figure.innerText()).toBe(`${last[titles.indexOf(title)]} ${currency}`);
    }
    const ranking = await readTable(page, 'amounts-per-player');
    const ranked = new Set(ranking.rows.map((row) => row[ranking.titles.indexOf('Currency')]));
    expect([...ranked]).toEqual([currency]);
  }
});
