import { AxeBuilder } from '@axe-core/playwright';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { expect } from 'vitest';
import { findBrowser } from '../../scripts/browser.mjs';

/** The rules that every page must pass: WCAG 2.2, A and AA. */
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

/** Console messages of the browser itself that no page of ours can prevent. */
const NOT_OURS = [/favicon/];

/** Opens the browser that the test command found. */
export async function openBrowser(): Promise<Browser> {
  const executablePath = await findBrowser();
  if (!executablePath) throw new Error('No browser was found; "npm test" finds or installs one, or says how.');
  return chromium.launch({
    executablePath,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}

/** A person's own window: a context with its own cookies, and everything that its console said. */
export interface Window {
  readonly context: BrowserContext;
  readonly page: Page;
  /** Errors and warnings of the console, failed requests and uncaught exceptions. */
  readonly complaints: readonly string[];
}

/** Opens a window of its own. Requests that are refused on purpose are named in `expectedStatuses`. */
export async function openWindow(
  browser: Browser,
  options: {
    readonly width?: number;
    readonly colorScheme?: 'light' | 'dark';
    readonly expectedStatuses?: readonly number[];
  } = {},
): Promise<Window> {
  const context = await browser.newContext({
    viewport: { width: options.width ?? 1_360, height: 900 },
    colorScheme: options.colorScheme ?? 'light',
    reducedMotion: 'reduce',
  });
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  const complaints: string[] = [];
  const isExpected = (text: string): boolean =>
    NOT_OURS.some((pattern) => pattern.test(text)) ||
    (options.expectedStatuses ?? []).some((status) => text.includes(`status of ${status}`));
  page.on('console', (message) => {
    if ((message.type() === 'error' || message.type() === 'warning') && !isExpected(message.text()))
      complaints.push(`${message.type()}: ${message.text()}`);
  });
  page.on('pageerror', (error) => complaints.push(`uncaught: ${error.message}`));
  return { context, page, complaints };
}

/** Checks the page as it stands, light and dark: no accessibility violation, nothing in the console, no sideways scroll. */
export async function checkPage(window: Window, name: string): Promise<void> {
  const { page } = window;
  for (const scheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' });
    await page.evaluate(() => globalThis.scrollTo(0, 0));
    const { violations } = await new AxeBuilder({ page }).withTags(RULES).analyze();
    const found = violations.map(
      (violation) => `${violation.id}: ${violation.nodes.map((node) => node.target.join(' ')).join(', ')}`,
    );
    expect(found, `${name}, ${scheme}`).toEqual([]);
  }
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
  const overflow = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  expect(overflow, `${name} scrolls sideways`).toBeLessThanOrEqual(0);
  expect(window.complaints, `${name}, console`).toEqual([]);
}
