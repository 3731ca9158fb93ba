import { useEffect } from 'react';

/** Controls that had the focus before, the newest first, among which the one that opened a form is looked for. */
const REMEMBERED = 12;

/** What had the focus, and where it stood. */
interface Stop {
  readonly element: HTMLElement;
  /** What it stood in, from the inside out, up to the main part of the page. */
  readonly around: readonly Element[];
  readonly words: string;
  readonly path: string;
}

/**
 * Keeps the place of people who use the keyboard or a screen reader (WCAG 2.4.3): when what has the focus is taken off the
 * page, as a form that was sent is, the focus would fall to the very beginning. It goes to whatever opened the form, or to
 * the heading above. What a page focuses itself goes first, and so does a navigation.
 */
export function useKeptFocus(): void {
  useEffect(() => {
    const main = document.getElementById('main');
    if (!main) return;
    let stops: readonly Stop[] = [];
    let timer: ReturnType<typeof setTimeout> | undefined;
    const note = ({ target }: FocusEvent) => {
      if (target instanceof HTMLElement && main.contains(target))
        stops = [stopAt(target, main), ...stops.filter(({ element }) => element !== target)].slice(0, REMEMBERED);
      else stops = [];
    };
    const leave = ({ target }: FocusEvent) => {
      // Whoever clicked beside everything wants no place kept; what is being sent or taken away had the focus against its will.
      setTimeout(() => {
        const last = stops[0]?.element;
        const isLeft = last !== undefined && last === target && last.isConnected && canTakeFocus(last);
        if (isLeft && document.activeElement === document.body && document.hasFocus()) stops = [];
      });
    };
    const look = () => {
      const [last, ...before] = stops;
      if (!last || last.element.isConnected || document.activeElement !== document.body) return;
      if (last.path !== window.location.pathname) return;
      placeFor(last, before)?.focus();
    };
    // The page may place the focus itself once it has drawn.
    const observer = new MutationObserver(() => {
      if (document.activeElement !== document.body || stops[0]?.element.isConnected !== false) return;
      clearTimeout(timer);
      timer = setTimeout(look);
    });
    document.addEventListener('focusin', note);
    document.addEventListener('focusout', leave);
    observer.observe(main, { childList: true, subtree: true });
    return () => {
      clearTimeout(timer);
      observer.disconnect();
      document.removeEventListener('focusin', note);
      document.removeEventListener('focusout', leave);
    };
  }, []);
}

function stopAt(element: HTMLElement, main: HTMLElement): Stop {
  const around: Element[] = [];
  for (let outer = element.parentElement; outer && outer !== main; outer = outer.parentElement) around.push(outer);
  return { element, around, words: wordsOf(element), path: window.location.pathname };
}

/** Whatever opened what is gone, made anew or not, within the nearest part of the page that is still there; else its heading. */
function placeFor(gone: Stop, before: readonly Stop[]): HTMLElement | undefined {
  const nearest = gone.around.find(({ isConnected }) => isConnected);
  if (!nearest) return undefined;
  const part = nearest.closest('section, dialog, [role="region"]') ?? nearest;
  const buttons = [...part.querySelectorAll<HTMLElement>('button, a[href]')].filter(canTakeFocus);
  for (const { element, words } of before) {
    if (part.contains(element) && canTakeFocus(element)) return element;
    const again = words === '' ? undefined : buttons.find((button) => wordsOf(button) === words);
    if (again) return again;
  }
  return headingOf(part);
}

/** The heading of a part of the page, or of the parts around it; it can take the focus from then on. */
function headingOf(part: Element): HTMLElement | undefined {
  for (let around: Element | null = part; around; around = around.parentElement) {
    const heading = around.querySelector<HTMLElement>('h1, h2, h3, h4');
    if (!heading?.checkVisibility()) continue;
    heading.tabIndex = -1;
    return heading;
  }
  return undefined;
}

function canTakeFocus(element: HTMLElement): boolean {
  return element.checkVisibility() && !element.matches(':disabled, [aria-disabled="true"]');
}

function wordsOf(element: HTMLElement): string {
  return element.matches('button, a') ? (element.textContent?.trim() ?? '') : '';
}
