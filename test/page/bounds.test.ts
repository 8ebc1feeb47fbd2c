import { gzipSync } from 'node:zlib';
import { expect, inject, test } from 'vitest';
import { usePages } from './browser/open-page.ts';
import { readyCard } from './browser/read-card.ts';

const pages = usePages();

test('the page’s own script is under 300 kB compressed', async () => {
  const script = await (await fetch(`${inject('address')}main.js`)).arrayBuffer();
  const bytes = gzipSync(new Uint8Array(script)).byteLength;
  process.stdout.write(`the script is ${Math.round(bytes / 1000)} kB compressed\n`);
  expect(bytes).toBeLessThan(300_000);
});

test('the page loads nothing from elsewhere, and its policy lets it run nothing but its own script', async () => {
  const page = await pages.open();
  await readyCard(page, 'bets-per-player');
  const policy = (await fetch(inject('address'))).headers.get('content-security-policy');
  for (const part of ["default-src 'none'", "script-src 'self'", "style-src 'self'", "connect-src 'self'"]) {
    expect(policy).toContain(part);
  }
  const refused = await page.evaluate(
    () =>
      new Promise<string>((resolve) => {
        addEventListener('securitypolicyviolation', (event) => resolve(event.violatedDirective));
        const script = document.createElement('script');
        script.textContent = 'document.title = "run"';
        document.body.append(script);
      }),
  );
  expect(refused).toMatch(/^script-src/);
  expect(await page.title()).not.toBe('run');
  expect(pages.foreign).toEqual([]);
  pages.forgive(/Content Security Policy/);
});

test('the first view and a slice are there within their bounds, which are printed', async () => {
  const page = await pages.open();
  await readyCard(page, 'bets-per-player');
  const [views, slices] = [[], []] as [number[], number[]];
  for (let round = 0; round < 5; round += 1) {
    await page.goto('about:blank');
    await page.goto(inject('address'));
    views.push(await page.evaluate(sinceRequested));
    slices.push(await page.evaluate(sliceOnce));
  }
  const [view, slice] = [median(views), median(slices)];
  process.stdout.write(`first view ${view.toFixed(0)} ms, a slice ${slice.toFixed(0)} ms, medians of 5\n`);
  // What is promised is 1 s and 0.3 s on a machine of one's own; tests share theirs.
  expect(view).toBeLessThan(10_000);
  expect(slice).toBeLessThan(5_000);
});

/** Milliseconds from the navigation until all cards in view have their results. */
function sinceRequested(): Promise<number> {
  return new Promise((resolve) => {
    const check = () => {
      const cards = [...document.querySelectorAll('.card .result:not(.outdated)')];
      const counted = document.querySelector('.summary[aria-busy=false] [data-exact]');
      if (cards.length >= 4 && counted) resolve(performance.now());
      else setTimeout(check, 5);
    };
    check();
  });
}

/** Milliseconds from the click on a value until everything that is near the view shows it. */
function sliceOnce(): Promise<number> {
  return new Promise((resolve) => {
    const start = performance.now();
    document.querySelector<HTMLElement>('.slicer input[type=checkbox]')?.click();
    const check = () => {
      const isBusy = document.querySelector('.summary[aria-busy=true], .result.outdated');
      const isThere = document.querySelector('.chips');
      if (isThere && !isBusy) resolve(performance.now() - start);
      else setTimeout(check, 5);
    };
    setTimeout(check, 5);
  });
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}
