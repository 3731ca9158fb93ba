import { type RouterHistory, useRouter, useRouterState } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';

/** How long a page may take to show its title before the focus is left alone, ms. */
const PATIENCE_MS = 5_000;

/**
 * After a navigation the focus goes to the title of the new page, so that a screen reader says where one is and Tab
 * continues from there. Left alone: the first page, a focus inside `[data-keeps-focus]` (tabs that are links), and a
 * page that took the focus itself.
 */
export function useRouteFocus(): void {
  const path = useRouterState({ select: (state) => state.resolvedLocation?.pathname });
  const history: RouterHistory = useRouter().history;
  const last = useRef<string>(undefined);
  const isNew = useRef(false);
  useEffect(
    () =>
      history.subscribe(({ action }) => {
        // Back and forward return to where one was: there the browser restores the scroll position.
        isNew.current = action.type === 'PUSH' || action.type === 'REPLACE';
      }),
    [history],
  );
  useEffect(() => {
    const isFirst = last.current === undefined;
    if (path === undefined || path === last.current) return;
    last.current = path;
    if (isFirst || document.activeElement?.closest('[data-keeps-focus]')) return;
    if (isNew.current) window.scrollTo(0, 0);
    return focusTitle();
  }, [path]);
}

/** Focuses the title now or as soon as it appears; returns how to stop waiting. */
function focusTitle(): () => void {
  const main = document.getElementById('main');
  const before = document.activeElement;
  const tryNow = () => {
    // While a page loads, the one before is still there, hidden; its title cannot take the focus.
    const titles = [...(main?.querySelectorAll('h1') ?? [])];
    const title = titles.find((each) => each.checkVisibility());
    title?.focus({ preventScroll: true });
    return title !== undefined && document.activeElement === title;
  };
  if (!main || tryNow()) return () => {};
  const observer = new MutationObserver(() => {
    const { activeElement } = document;
    const isTaken = activeElement !== before && main.contains(activeElement);
    if (isTaken || tryNow()) observer.disconnect();
  });
  observer.observe(main, { childList: true, subtree: true });
  const timer = setTimeout(() => observer.disconnect(), PATIENCE_MS);
  return () => {
    clearTimeout(timer);
    observer.disconnect();
  };
}
