import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, inject } from 'vitest';
import { launchChromium } from './launch-chromium.ts';

/** How the page is opened: where, and on what kind of screen. */
export interface OpenOptions extends BrowserContextOptions {
  /** The address after the server's, such as `?by=month`. */
  readonly at?: string;
  /** @default the server of the sample lake */
  readonly address?: string;
  /** Called before the page is requested. */
  readonly before?: (page: Page) => Promise<unknown>;
  /** Whether complaints are part of what is tested. @default false */
  readonly mayComplain?: boolean;
}

/** A browser for the tests of a file. */
export interface Pages {
  open(options?: OpenOptions): Promise<Page>;
  /** Requests that went anywhere but to the page's own server. */
  readonly foreign: readonly string[];
  /** Drops complaints that a test has provoked. */
  forgive(complaint: RegExp): void;
}

/**
 * A browser for a file of tests. Whatever a page writes to its console as an error, a breach of the content
 * security policy among it, fails the file.
 */
export function usePages(): Pages {
  let browser: Browser;
  const complaints: string[] = [];
  const foreign: string[] = [];
  beforeAll(async () => {
    browser = await launchChromium();
  });
  afterAll(async () => {
    await browser?.close();
    expect(complaints, 'complaints in the console').toEqual([]);
    expect(foreign, 'requests elsewhere').toEqual([]);
  });
  return {
    foreign,
    forgive(complaint) {
      complaints.splice(0, complaints.length, ...complaints.filter((text) => !complaint.test(text)));
    },
    async open({ at = '', address = inject('address'), before, mayComplain, ...context } = {}) {
      const opened = await browser.newContext({ viewport: { width: 1440, height: 1000 }, ...context });
      const page = await opened.newPage();
      page.on('request', (request) => {
        const url = request.url();
        if (!url.startsWith(address) && !/^(data|blob):/.test(url)) foreign.push(url);
      });
      if (!mayComplain) {
        page.on('console', (message) => {
          if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
        });
        page.on('pageerror', (error) => complaints.push(String(error)));
      }
      await before?.(page);
      await page.goto(`${address}${at}`);
      return page;
    },
  };
}
