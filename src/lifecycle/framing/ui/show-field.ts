import { fieldId } from './draft-words.ts';

/** How long the browser is given to show a part that was just opened, in ms. */
const OPENING_MS = 30;

/**
 * Shows the field at a path and puts the cursor there. Closed parts of the page around it are opened by their own
 * button, so that they stay in step with it. A path that has no field of its own leads to the nearest one around it.
 */
export function showField(path: string): void {
  const element = elementAt(path);
  if (!element) return;
  const closed = element.closest<HTMLElement>('section[hidden]');
  if (closed) document.getElementById(closed.getAttribute('aria-labelledby') ?? '')?.click();
  setTimeout(() => {
    element.scrollIntoView({ block: 'center' });
    element.querySelector<HTMLElement>('input, select, textarea, button')?.focus({ preventScroll: true });
  }, OPENING_MS);
}

function elementAt(path: string): HTMLElement | null {
  for (let at = path; at !== ''; at = at.replace(/[.[]?[^.[]*$/, '')) {
    const element = document.getElementById(fieldId(at)) ?? firstBelow(at);
    if (element) return element;
  }
  return null;
}

function firstBelow(path: string): HTMLElement | null {
  return document.querySelector<HTMLElement>(`[id^="${fieldId(path)}-"]`);
}
