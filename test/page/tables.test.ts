import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import type { Page } from 'playwright-core';
import { expect, inject, test } from 'vitest';
import { metricNames } from '../../glue/metrics/index.ts';
import { runBetlake } from '../bin/run-betlake.ts';
import { monday, stake } from '../faults/rows.ts';
import { usePages } from './browser/open-page.ts';
import { plain, readTable, readyCard } from './browser/read-card.ts';
import { readCsv } from './browser/read-csv.ts';
import { startExplore } from './browser/start-explore.ts';

const pages = usePages();
const euro = '?by=month&where=player_ccy_code%3AEUR';
const options = ['--by', 'month', '--where', 'player_ccy_code=EUR'];

test('a table sorts by any column, digit by digit, and marks the column', async () => {
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
    runBetlake('metrics', metric, ...options, '--format', 'csv', '--lake', inject('lake')),
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
    const { stdout } = await runBetlake('metrics', metric, ...options, '--top', '20', '--sql');
    expect(await card.locator('code').textContent()).toBe(stdout.trimEnd());
    await card.getByRole('button', { name: /^Copy/ }).click();
    await card.getByText('Copied').waitFor();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(stdout.trimEnd());
  }
});

test('debits of the other sign than the setting says are reported in an alert, with their files in a table', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'betlake-signs-'));
  const lake = join(folder, 'lake');
  await mkdir(join(folder, 'bets'));
  const lines = [
    stake(1, monday, { real_debit_amount: '5.00' }),
    stake(2, monday, { real_debit_amount: '7.50' }),
  ];
  await writeFile(join(folder, 'bets/a.jsonl'), lines.map((line) => JSON.stringify(line)).join('\n'));
  const { code, stderr } = await runBetlake('ingest', join(folder, 'bets'), '--lake', lake);
  expect(code, stderr).toBe(0);
  const explore = await startExplore(lake);
  const page = await pages.open({ address: explore.address });
  expect((await readTable(page, 'signs')).rows).toEqual([
    ['positive', '1', '2', 'bets/a.jsonl', 'bets/a.jsonl'],
  ]);
  await expectTableAndFiles(page, 'signs');
  expect(await page.locator('#signs').getByRole('alert').innerText()).toContain(
    'What was spent has the wrong sign.',
  );
  await page.context().close();
  await explore.stop();
  await rm(folder, { recursive: true, force: true });
});

test('every query has its table, its files and its SQL', async () => {
  const page = await pages.open({ at: '?by=week' });
  await page.locator('#conflicts').scrollIntoViewIfNeeded();
  await page.getByRole('button', { name: 'Search for conflicts' }).click();
  const { queries } = await page.evaluate(async () => (await fetch('api/lake')).json());
  for (const { name } of queries) {
    const card = await readyCard(page, name);
    // In this lake every query has rows but one: its debits have the sign that the setting says.
    if (name === 'signs')
      expect(await card.locator('.none').innerText()).toContain('the sign that the setting says');
    else await expectTableAndFiles(page, name);
    await card.getByRole('button', { name: /Show the SQL/ }).click();
    expect(await card.locator('code').textContent(), name).toMatch(/^(--.*\n)*\s*(with|select)\b/i);
  }
});

async function expectTableAndFiles(page: Page, name: string): Promise<void> {
  const card = await readyCard(page, name);
  expect((await readTable(page, name)).rows.length, name).toBeGreaterThan(0);
  for (const format of ['CSV', 'Parquet']) {
    const link = card.getByRole('link', { name: new RegExp(`^${format}`) });
    expect(await link.getAttribute('href')).toContain(`/${name}.${format.toLowerCase()}?`);
  }
}

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
