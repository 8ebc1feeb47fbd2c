import { readFile } from 'node:fs/promises';
import { DuckDBInstance } from '@duckdb/node-api';
import type { Page } from 'playwright-core';
import { expect, inject, test } from 'vitest';
import { metricNames } from '../../glue/metrics.ts';
import { runBetlake } from '../bin/run-betlake.ts';
import { usePages } from './browser/open-page.ts';
import { plain, readTable, readyCard } from './browser/read-card.ts';
import { readCsv } from './browser/read-csv.ts';

const pages = usePages();
const euro = '?by=month&where=player_ccy_code%3AEUR';
const asked = ['--by', 'month', '--where', 'player_ccy_code=EUR'];

test('a table sorts by any column, digit by digit, and says so', async () => {
  const page = await pages.open({ at: euro });
  const { titles } = await readTable(page, 'amounts-per-player');
  const column = titles.indexOf('Real money won');
  const header = page.locator('#amounts-per-player thead th').nth(column);
  for (const [order, sign] of [
    ['descending', -1n],
    ['ascending', 1n],
  ] as const) {
    await header.getByRole('button').click();
    expect(await header.getAttribute('aria-sort')).toBe(order);
    const { rows } = await readTable(page, 'amounts-per-player');
    const cents = rows.map((row) => BigInt(plain(row[column] ?? '').replace('.', '')) * sign);
    expect(cents.length).toBe(20);
    expect(cents).toEqual(cents.toSorted((a, b) => (a < b ? -1 : a > b ? 1 : 0)));
  }
});

test.each(metricNames)('%s downloads as CSV and Parquet what the command line prints', async (metric) => {
  const [{ stdout }, page] = await Promise.all([
    runBetlake('metrics', metric, ...asked, '--format', 'csv', '--lake', inject('lake')),
    pages.open({ at: euro }),
  ]);
  await readyCard(page, metric);
  const csv = await download(page, metric, 'CSV');
  expect(await readFile(csv, 'utf8')).toBe(stdout);
  const [, ...printed] = readCsv(stdout);
  expect(printed.length).toBeGreaterThan(20);
  expect(await readParquet(await download(page, metric, 'Parquet'))).toEqual(printed);
});

test('the SQL shown is the command line’s, and can be copied', async () => {
  const page = await pages.open({ at: euro, permissions: ['clipboard-read', 'clipboard-write'] });
  for (const metric of metricNames) {
    const card = await readyCard(page, metric);
    await card.getByRole('button', { name: /Show the SQL/ }).click();
    const { stdout } = await runBetlake('metrics', metric, ...asked, '--top', '20', '--sql');
    expect(await card.locator('code').textContent()).toBe(stdout.trimEnd());
    await card.getByRole('button', { name: /^Copy/ }).click();
    await card.getByText('Copied').waitFor();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(stdout.trimEnd());
  }
});

test('every answer has its table, its files and its SQL', async () => {
  const page = await pages.open({ at: '?by=week' });
  await page.locator('#conflicts').scrollIntoViewIfNeeded();
  await page.getByRole('button', { name: 'Look for conflicts' }).click();
  const { answers } = await page.evaluate(async () => (await fetch('api/lake')).json());
  for (const { name } of answers) {
    const card = await readyCard(page, name);
    expect((await readTable(page, name)).rows.length, name).toBeGreaterThan(0);
    expect(await card.getByRole('link', { name: /^CSV/ }).getAttribute('href')).toContain(`/${name}.csv?`);
    expect(await card.getByRole('link', { name: /^Parquet/ }).getAttribute('href')).toContain(
      `/${name}.parquet?`,
    );
    await card.getByRole('button', { name: /Show the SQL/ }).click();
    expect(await card.locator('code').textContent(), name).toMatch(/^(--.*\n)*\s*(with|select)\b/i);
  }
});

async function download(page: Page, metric: string, format: string): Promise<string> {
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page
      .locator(`#${metric}`)
      .getByRole('link', { name: new RegExp(`^${format}`) })
      .click(),
  ]);
  expect(file.suggestedFilename()).toMatch(new RegExp(`${metric}.*\\.${format.toLowerCase()}$`));
  return file.path();
}

async function readParquet(path: string): Promise<string[][]> {
  const instance = await DuckDBInstance.create();
  const connection = await instance.connect();
  const read = await connection.runAndReadAll(`select columns(*)::varchar from read_parquet('${path}')`);
  connection.closeSync();
  instance.closeSync();
  return read.getRows().map((row) => row.map((value) => (value === null ? '' : String(value))));
}
