// SPDX-License-Identifier: Apache-2.0
// A browser that minds: a word on the console, a request to another host or a breach of the policy fails the test.
import { AxeBuilder } from '@axe-core/playwright';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, inject } from 'vitest';

export const executablePath = process.env.SPOOR_CHROMIUM ?? '/usr/bin/chromium';
const args = ['--no-sandbox', '--disable-dev-shm-usage'];

export interface Looks {
  theme?: 'light' | 'dark';
  width?: number;
  height?: number;
  url?: string;
}

export const launch = (): Promise<Browser> => chromium.launch({ executablePath, args });

/** Everything that the pages did wrong, as it happens. */
export function watch(page: Page, origin: string): string[] {
  const wrong: string[] = [];
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) wrong.push(`console: ${message.text()}`);
  });
  page.on('pageerror', (error) => wrong.push(`error: ${error.message}`));
  page.on('request', (request) => {
    if (!request.url().startsWith(origin) && !/^(blob|data):/.test(request.url()))
      wrong.push(`asked outside: ${request.url()}`);
  });
  return wrong;
}

/** Pages for the tests of a file, closed after each; nothing may have gone wrong on any of them. */
export function visitor() {
  let browser: Browser;
  let open: { context: BrowserContext; wrong: string[] }[] = [];
  beforeAll(async () => {
    browser = await launch();
  });
  afterAll(async () => {
    await browser.close();
  });
  afterEach(async () => {
    const wrong = open.flatMap((each) => each.wrong);
    for (const { context } of open) await context.close();
    open = [];
    expect(wrong).toEqual([]);
  });
  return async function visit(path: string, looks: Looks = {}): Promise<Page> {
    const url = looks.url ?? inject('url');
    const context = await browser.newContext({
      colorScheme: looks.theme ?? 'light',
      viewport: { width: looks.width ?? 1440, height: looks.height ?? 1000 },
      permissions: ['clipboard-read', 'clipboard-write'],
      reducedMotion: 'reduce',
    });
    const page = await context.newPage();
    page.setDefaultNavigationTimeout(90_000);
    open.push({ context, wrong: watch(page, url) });
    await page.goto(`${url}${path}`);
    await settled(page);
    return page;
  };
}

/** Nothing is on its way and nothing is said to be loading. */
export async function settled(page: Page): Promise<void> {
  await page.waitForLoadState('networkidle');
  await page.waitForFunction(
    () => document.querySelector('main [aria-label="Loading"], main [aria-busy="true"]') === null,
    undefined,
    { timeout: 20_000 },
  );
}

/** What axe finds by the rules of WCAG 2.1 A and AA, in words. */
export async function accessibilityFaults(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'])
    .analyze();
  return violations.flatMap(({ id, help, nodes }) =>
    nodes
      .slice(0, 4)
      .map((node) => `${id}: ${help}: ${node.target.join(' ')} ${node.failureSummary?.split('\n')[1] ?? ''}`),
  );
}

/** The rows that the API gives for the same question. */
export async function apiRows(query: string): Promise<Record<string, unknown>[]> {
  const response = await fetch(`${inject('url')}/api/v1/records?${query}`);
  expect(response.status).toBe(200);
  return ((await response.json()) as { rows: Record<string, unknown>[] }).rows;
}
