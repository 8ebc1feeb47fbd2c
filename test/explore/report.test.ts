import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { type PageState, periodNames, queryNames, type Report } from '../../explore/contract.ts';
import { bundlePage, type PageFiles } from '../../explore/server/bundle-page.ts';
import { collectReport, toReportHtml } from '../../explore/server/make-report.ts';
import { runBetlake } from '../bin/run-betlake.ts';
import { makeFolder, makeLake, type TempLake } from '../client/local/temp-lake.ts';
import { useExploredLakes } from './open-lakes.ts';

const openLake = useExploredLakes();

const nasty = '</script><script>alert(1)</script><!-- \u2028 $& ';
const now = new Date('2022-02-03T04:05:06Z');
const state: PageState = { by: 'month', where: [{ column: 'country_code', value: 'FI' }] };
let lake: TempLake;
let page: PageFiles;
let report: Report;
let html: string;

beforeAll(async () => {
  lake = await makeLake();
  const toObject = (key: string, ...rows: object[]) => ({
    key,
    bytes: Buffer.from(rows.map((row) => JSON.stringify(row)).join('\n')),
    lastModified: now,
  });
  const bet = {
    ...{ bet_id: 1, bet_dt: '2021-01-02 10:00:00', player_code: 'P', game_id: 7 },
    ...{ real_debit_amount: '-1.50', real_credit_amount: '0.00' },
    ...{ bonus_debit_amount: '0.00', bonus_credit_amount: '0.00' },
  };
  await lake.ingest([
    toObject('bets/a.jsonl', bet, { ...bet, bet_id: 2, player_code: 'Q' }),
    toObject('players/a.jsonl', { player_code: 'P', country_code: 'FI', player_ccy_code: 'EUR' }),
    toObject('games/a.jsonl', { game_id: 7, game_name: nasty, game_category_code: 'C', game_type_code: 'T' }),
  ]);
  page = await bundlePage();
  const { explored } = await openLake(lake.folder, false);
  report = await collectReport(explored, state, now);
  html = toReportHtml(page, report);
});

/** What the elements of a name hold, in their order. */
const contents = (name: string) =>
  [...html.matchAll(new RegExp(`<${name}[^>]*>([\\s\\S]*?)</${name}>`, 'g'))].map(([, text]) => text ?? '');

describe('a report', () => {
  test('holds every result by every period, under the filters, and when it was made', () => {
    expect(Object.keys(report.results)).toEqual([...periodNames]);
    for (const by of periodNames) expect(Object.keys(report.results[by])).toEqual([...queryNames]);
    expect(report.results.year.trend.rows).toEqual([
      ['2021-01-01', '1', '1', '1', '1', null, null, null, null],
    ]);
    expect(report).toMatchObject({ state, made: '2022-02-03 04:05:06', slices: { betsCount: '1' } });
  });

  test('reads back from the file as it was, whatever a game is called', () => {
    const [data = '', code] = contents('script');
    expect(JSON.parse(data)).toEqual(report);
    expect(report.results.day['most-played-games'].rows[0]).toContain(nasty);
    expect(code?.length).toBeGreaterThan(1000);
    expect(html.match(/<script/g)).toHaveLength(2);
    expect(html.match(/<\/script>/g)).toHaveLength(2);
  });

  test('loads nothing: no address elsewhere, no file beside it', () => {
    const outside = html.replace(/<script[\s\S]*?<\/script>/g, '').replace(/<style[\s\S]*?<\/style>/g, '');
    const addresses = [...outside.matchAll(/(?:src|href)="([^"]*)"/g)].map(([, address = '']) => address);
    expect(addresses.filter((address) => !address.startsWith('data:'))).toEqual([]);
    expect(contents('style').join('')).not.toMatch(/@import|url\(['"]?(?!data:)/);
  });

  test('lets its own script and style run, by their hashes, and nothing else', () => {
    const policy = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(html)?.[1] ?? '';
    const hash = (text = '') => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain(`script-src ${hash(contents('script')[1])};`);
    expect(policy).toContain(`style-src ${hash(contents('style')[0])};`);
    expect(policy).not.toContain('unsafe');
  });

  test('fails where the page lacks a part that it replaces', () => {
    expect(() => toReportHtml({ ...page, html: '<p>' }, report)).toThrow('the page has no');
    expect(() => toReportHtml({ ...page, style: '</STYLE>' }, report)).toThrow('end its own element');
  });
});

test('the command writes the file and prints its path', async () => {
  const out = join(await makeFolder(), 'report.html');
  const where = ['--by', 'month', '--where', 'country_code=FI'];
  const { code, stdout } = await runBetlake('report', '--out', out, ...where, '--lake', lake.folder);
  expect([code, stdout]).toEqual([0, `${out}\n`]);
  const written = await readFile(out, 'utf8');
  const data = /id="betlake-report">(.*?)<\/script>/s.exec(written)?.[1] ?? '';
  const read: Report = JSON.parse(data);
  expect(read.state).toEqual(state);
  expect(read.results.day.trend.rows).toEqual(report.results.day.trend.rows);
});

test('a range that ends before it begins is refused', async () => {
  const range = ['--from', '2021-02-02', '--to', '2021-02-01'];
  const { code, stderr } = await runBetlake('report', '--out', 'x.html', ...range, '--lake', lake.folder);
  expect([code, stderr]).toEqual([
    1,
    'betlake: --from 2021-02-02 is after --to 2021-02-01; give an earlier --from or a later --to\n',
  ]);
});

test('a report of a value that no bet has is refused, with the values that there are', async () => {
  const where = ['--where', 'country_code=Finland'];
  const { code, stderr } = await runBetlake('report', '--out', 'x.html', ...where, '--lake', lake.folder);
  expect(code).toBe(1);
  expect(stderr).toMatch(/no bet has country_code=Finland; its values are .*\bFI\b/);
});
