import { AxeBuilder } from '@axe-core/playwright';
import { type Browser, type BrowserContext, chromium, type Locator, type Page } from 'playwright-core';
import { expect } from 'vitest';
import { findBrowser } from '../../scripts/browser.mjs';

/** The rules that every page must pass: WCAG 2.2, A and AA. */
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

/** The rules whose findings depend on colours; the others find the same in the dark. */
const COLOUR_RULES = ['color-contrast', 'link-in-text-block'];

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

/** How long a page may take to show what is looked for, ms: a limit for what hangs, far above what a busy machine needs. */
export const PATIENCE_MS = 30_000;

/**
 * Opens a window of its own. Requests that are refused on purpose are named in `expectedStatuses`, other complaints that are
 * provoked in `expected`.
 */
export async function openWindow(
  browser: Browser,
  options: {
    readonly width?: number;
    readonly colorScheme?: 'light' | 'dark';
    readonly expectedStatuses?: readonly number[];
    readonly expected?: readonly RegExp[];
  } = {},
): Promise<Window> {
  const context = await browser.newContext({
    viewport: { width: options.width ?? 1_360, height: 900 },
    colorScheme: options.colorScheme ?? 'light',
    reducedMotion: 'reduce',
  });
  const page = await context.newPage();
  page.setDefaultTimeout(PATIENCE_MS);
  const complaints: string[] = [];
  const isExpected = (text: string): boolean =>
    [...NOT_OURS, ...(options.expected ?? [])].some((pattern) => pattern.test(text)) ||
    (options.expectedStatuses ?? []).some((status) => text.includes(`status of ${status}`));
  page.on('console', (message) => {
    if ((message.type() === 'error' || message.type() === 'warning') && !isExpected(message.text()))
      complaints.push(`${message.type()}: ${message.text()}`);
  });
  page.on('pageerror', (error) => complaints.push(`uncaught: ${error.message}`));
  return { context, page, complaints };
}

/**
 * Waits until a page has its title and has read what it shows. It looks at every frame: waiting for a locator looks again
 * after half a second only, which costs a journey through all pages half a minute.
 */
export async function waitUntilShown(page: Page): Promise<void> {
  await page.waitForFunction(() => {
    const isPending = (element: Element): boolean =>
      element.childElementCount === 0 && /^(?:Reading|Measuring) /.test(element.textContent ?? '');
    return document.querySelector('h1') !== null && ![...document.querySelectorAll('main *')].some(isPending);
  });
}

const DESK = { width: 1_360, height: 900 };
const PHONE = { width: 390, height: 844 };

/** Checks the page as it stands at a desk in both schemes, and then on a phone; it stands at a desk again afterwards. */
export async function checkAtDeskAndOnPhone(window: Window, name: string): Promise<void> {
  await checkPage(window, name, ['light', 'dark']);
  await window.page.setViewportSize(PHONE);
  await checkPage(window, `${name} on a phone`);
  await window.page.setViewportSize(DESK);
}

/** Goes on with Tab, as somebody without a mouse does, until what is wanted has the focus. */
export async function tabTo(page: Page, wanted: Locator): Promise<void> {
  await wanted.waitFor();
  for (let presses = 0; presses < 150; presses++) {
    await page.keyboard.press('Tab');
    if (await wanted.evaluate((element) => element === document.activeElement)) return;
  }
  throw new Error(`Tab never leads to ${wanted.toString()}.`);
}

/** A colour scheme of the pages. */
type Scheme = 'light' | 'dark';

/**
 * Checks the page as it stands: no accessibility violation, nothing in the console, no sideways scroll. The first scheme is
 * checked by every rule, another by the rules of colours only. A check costs about a second of a browser's time.
 */
export async function checkPage(window: Window, name: string, schemes: readonly Scheme[] = ['light']): Promise<void> {
  const { page } = window;
  for (const [index, scheme] of schemes.entries()) {
    await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' });
    // The page learns of the scheme by an event; colours of both would be mixed if it were looked at before.
    await page.waitForFunction((wanted) => getComputedStyle(document.documentElement).colorScheme === wanted, scheme);
    await page.evaluate(() => globalThis.scrollTo(0, 0));
    // No page has frames of other origins; without the window in which their findings would be joined, and without the
    // places at which a rule is kept, a check takes a third of the time.
    const axe = new AxeBuilder({ page }).setLegacyMode().options({ resultTypes: ['violations'] });
    const { violations } = await (index === 0 ? axe.withTags(RULES) : axe.withRules(COLOUR_RULES)).analyze();
    const found = violations.map(
      (violation) => `${violation.id}: ${violation.nodes.map((node) => node.target.join(' ')).join(', ')}`,
    );
    expect(found, `${name}, ${scheme}`).toEqual([]);
  }
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
  await lookAtPage(window, name);
}

/** The part of `checkPage` that costs no time: nothing in the console, no sideways scroll. */
export async function lookAtPage({ page, complaints }: Window, name: string): Promise<void> {
  const overflow = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  expect(overflow, `${name} scrolls sideways`).toBeLessThanOrEqual(0);
  expect(complaints, `${name}, console`).toEqual([]);
}
