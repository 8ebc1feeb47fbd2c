import { mkdir, mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import sharp from 'sharp';
import { runBetlake } from '../bin/run-betlake.ts';
import { launchChromium } from './browser/launch-chromium.ts';
import { readyCard } from './browser/read-card.ts';
import { startExplore } from './browser/start-explore.ts';

/*
 * Takes the pictures that the README and docs show, of the lake that `npm start` makes: `npm run pictures`. Run it
 * when the page looks different; a run of tests writes none.
 */

interface Picture {
  readonly name: string;
  readonly at: string;
  readonly cards: readonly string[];
  /** What is brought to the top. @default the top of the page */
  readonly part?: string;
  readonly phone?: boolean;
  readonly dark?: boolean;
}

const euroAndDollars = 'where=player_ccy_code%3AEUR&where=player_ccy_code%3ACAD';
const questions = ['bets-per-player', 'amounts-per-player'];
const pictures: readonly Picture[] = [
  { name: 'explore', at: '?by=week', cards: questions },
  {
    name: 'explore-dark',
    at: `?by=day&${euroAndDollars}`,
    cards: ['trend', 'money'],
    part: 'over-time',
    dark: true,
  },
  {
    name: 'explore-spread',
    at: '?by=month',
    cards: ['bets-distribution', 'spend-histogram'],
    part: 'spread',
  },
  { name: 'explore-phone', at: '?by=week&where=country_code%3AFI', cards: questions, phone: true },
  {
    name: 'explore-health',
    at: '?by=week',
    cards: ['freshness', 'loads-by-day', 'refusals'],
    part: 'health',
  },
];

const folder = fileURLToPath(new URL('../../docs/pictures/', import.meta.url));
const largestBytes = 200_000;

async function take(browser: Browser, address: string, picture: Picture): Promise<void> {
  const { name, at, cards, part, phone = false, dark = false } = picture;
  const context = await browser.newContext({
    colorScheme: dark ? 'dark' : 'light',
    viewport: phone ? { width: 390, height: 844 } : { width: 1440, height: 1000 },
    isMobile: phone,
    locale: 'en-GB',
  });
  const page = await context.newPage();
  await page.goto(`${address}${at}`);
  for (const card of ['bets-per-player', ...cards]) await readyCard(page, card);
  await page.locator('.summary[aria-busy=false] [data-exact]').waitFor();
  await page.evaluate((id) => {
    if (id === undefined) scrollTo(0, 0);
    else document.getElementById(id)?.scrollIntoView();
  }, part);
  await settle(page);
  const path = join(folder, `${name}.png`);
  // Of at most 256 colours, which is a third of the bytes.
  await sharp(await page.screenshot())
    .png({ palette: true, compressionLevel: 9, effort: 10 })
    .toFile(path);
  await context.close();
  const { size } = await stat(path);
  process.stdout.write(`${path}: ${Math.round(size / 1000)} kB\n`);
  if (size > largestBytes) throw new Error(`${path} has ${size} bytes, more than ${largestBytes}`);
}

/** Waits until every card that scrolling brought into view has its result and is drawn. */
async function settle(page: Page): Promise<void> {
  await page.waitForTimeout(500);
  await page.waitForFunction(() => !document.querySelector('.card .waiting, .result.outdated'));
  await page.waitForTimeout(500);
}

const scratch = await mkdtemp(join(tmpdir(), 'betlake-pictures-'));
// As `npm start` names it: a picture shows no folder of this machine.
const lake = '.betlake-sample';
try {
  const { code, stderr } = await runBetlake('start', '--lake', join(scratch, lake));
  if (code !== 0) throw new Error(`betlake start ended with ${code}: ${stderr}`);
  await mkdir(folder, { recursive: true });
  const explore = await startExplore(lake, scratch);
  const browser = await launchChromium();
  try {
    for (const picture of pictures) await take(browser, explore.address, picture);
  } finally {
    await browser.close();
    await explore.stop();
  }
} finally {
  await rm(scratch, { recursive: true, force: true });
}
