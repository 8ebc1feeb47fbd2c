import type { Page } from 'playwright-core';
import { expect, inject, test } from 'vitest';
import { type MetricName, metricNames } from '../../glue/metrics/index.ts';
import { runBetlake } from '../bin/run-betlake.ts';
import { usePages } from './browser/open-page.ts';
import { plain, readTable } from './browser/read-card.ts';
import { readCsv } from './browser/read-csv.ts';

const pages = usePages();

interface Selection {
  readonly by: string;
  readonly dates: readonly (readonly ['from' | 'to', string])[];
  readonly where: readonly (readonly [column: string, value: string])[];
}

const selections: readonly Selection[] = [
  {
    by: 'day',
    dates: [
      ['from', '2021-12-30'],
      ['to', '2022-01-02'],
    ],
    where: [
      ['player_ccy_code', 'EUR'],
      ['player_ccy_code', 'CAD'],
    ],
  },
  { by: 'week', dates: [], where: [] },
  {
    by: 'month',
    dates: [],
    where: [
      ['country_code', 'FI'],
      ['country_code', 'IE'],
      ['game_type_code', '3rd party'],
    ],
  },
  { by: 'year', dates: [['from', '2021-12-22']], where: [['activity_type', '1']] },
];

test.each(selections)('by $by, the four questions show what the command line prints', async (selection) => {
  const { by, dates, where } = selection;
  const search = new URLSearchParams([
    ['by', by],
    ...dates.map(([name, day]) => [name, day]),
    ...where.map(([column, value]) => ['where', `${column}:${value}`]),
  ]);
  const [printed, page] = await Promise.all([
    Promise.all(metricNames.map((metric) => fetchMetric(metric, selection))),
    pages.open({ at: `?${search}` }),
  ]);
  for (const [index, metric] of metricNames.entries()) {
    const [, ...expected] = printed[index] ?? [];
    expect(expected.length).toBeGreaterThanOrEqual(20);
    const shown = await readEveryPeriod(page, metric);
    // The page says the period once, above, and not in every row.
    expect(shown.map((row) => row.join('|')).toSorted(), metric).toEqual(
      expected.map(([, ...cells]) => cells.join('|')).toSorted(),
    );
  }
});

async function fetchMetric(metric: MetricName, { by, dates, where }: Selection): Promise<string[][]> {
  const { code, stdout, stderr } = await runBetlake(
    ...['metrics', metric, '--by', by, '--top', '20', '--format', 'csv', '--lake', inject('lake')],
    ...dates.flatMap(([name, day]) => [`--${name}`, day]),
    ...where.flatMap(([column, value]) => ['--where', `${column}=${value}`]),
  );
  expect(code, stderr).toBe(0);
  return readCsv(stdout);
}

/**
 * The rows of every period, and of every currency where money is shown one after the other. All of it is done
 * within the browser: hundreds of clicks one by one would take minutes.
 */
async function readEveryPeriod(page: Page, metric: MetricName): Promise<string[][]> {
  await readTable(page, metric);
  const rows = await page.locator(`article#${metric}`).evaluate(async (card: HTMLElement) => {
    const drawn = () => new Promise((resolve) => setTimeout(resolve, 5));
    const select = document.querySelector<HTMLSelectElement>('.period-select select');
    if (!select) throw new Error('there are no periods to choose from');
    const found: string[][] = [];
    for (const { value } of [...select.options]) {
      select.value = value;
      select.dispatchEvent(new Event('change', { bubbles: true }));
      await drawn();
      const currencies = [...card.querySelectorAll<HTMLInputElement>('.currencies input')].map(
        (it) => it.value,
      );
      for (const currency of currencies.length > 0 ? currencies : [undefined]) {
        if (currency !== undefined) card.querySelector<HTMLElement>(`input[value="${currency}"]`)?.click();
        await drawn();
        const more = [...card.querySelectorAll('button')].find((it) =>
          /^Show all \d+ rows$/.test(it.textContent),
        );
        more?.click();
        await drawn();
        for (const row of card.querySelectorAll('tbody tr')) {
          found.push([...row.children].map((cell) => cell.textContent));
        }
      }
    }
    return found;
  });
  return rows.map((row) => row.map((cell) => (cell === '–' ? '' : plain(cell))));
}
