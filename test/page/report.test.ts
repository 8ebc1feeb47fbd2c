import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { metricNames } from '../../glue/metrics/index.ts';
import { runBetlake } from '../bin/run-betlake.ts';
import { findViolations } from './browser/find-violations.ts';
import { usePages } from './browser/open-page.ts';
import { plain, readTable, readyCard } from './browser/read-card.ts';
import { readCsv } from './browser/read-csv.ts';

const pages = usePages();
let folder: string;
let address: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'betlake-report-'));
  const out = join(folder, 'report.html');
  const where = ['--where', 'player_ccy_code=EUR', '--where', 'player_ccy_code=CAD'];
  const { code, stderr } = await runBetlake(
    'report',
    '--out',
    out,
    '--by',
    'week',
    ...where,
    '--lake',
    inject('lake'),
  );
  expect(code, stderr).toBe(0);
  address = pathToFileURL(out).href;
});
afterAll(() => rm(folder, { recursive: true, force: true }));

test('a report opened as a file, without a network, shows the same numbers', async () => {
  const report = await pages.open({ address, offline: true });
  const live = await pages.open({ at: '?by=week&where=player_ccy_code%3AEUR&where=player_ccy_code%3ACAD' });
  for (const name of [...metricNames, 'trend', 'money', 'games-ranking', 'spend-distribution', 'refusals']) {
    expect(await readTable(report, name), name).toEqual(await readTable(live, name));
  }
  expect(await report.locator('.summary [data-exact]').innerText()).toBe(
    await live.locator('.summary [data-exact]').innerText(),
  );
});

test('a report has every period, and its address has the one shown', async () => {
  const report = await pages.open({ address, offline: true });
  await report.getByRole('radio', { name: 'Year' }).check({ force: true });
  const { rows } = await readTable(report, 'bets-per-player');
  expect(new URL(report.url()).hash).toBe('#by=year');
  const { stdout } = await runBetlake(
    ...['metrics', 'bets-per-player', '--by', 'year', '--top', '20', '--format', 'csv'],
    ...['--where', 'player_ccy_code=EUR', '--where', 'player_ccy_code=CAD', '--lake', inject('lake')],
  );
  const [, ...printed] = readCsv(stdout);
  const last = printed.filter(([start]) => start === '2022-01-01');
  expect(rows.map((row) => row.map((cell) => (cell === '–' ? '' : plain(cell))))).toEqual(
    last.map(([, ...cells]) => cells),
  );
});

test('a report gives its rows as CSV', async () => {
  const report = await pages.open({ address, offline: true });
  const card = await readyCard(report, 'most-played-games');
  const [file] = await Promise.all([
    report.waitForEvent('download'),
    card.getByRole('button', { name: /^CSV/ }).click(),
  ]);
  const { stdout } = await runBetlake(
    ...['metrics', 'most-played-games', '--by', 'week', '--top', '20', '--format', 'csv'],
    ...['--where', 'player_ccy_code=EUR', '--where', 'player_ccy_code=CAD', '--lake', inject('lake')],
  );
  expect(await readFile(await file.path(), 'utf8')).toBe(stdout);
});

test('axe finds nothing in a report', async () => {
  const report = await pages.open({ address, offline: true });
  for (const name of metricNames) await readyCard(report, name);
  expect(await findViolations(report)).toEqual([]);
});
