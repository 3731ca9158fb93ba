import { useLocation } from '@tanstack/react-router';
import { useEffect } from 'react';

/** How long a page may take until what the address names is there and nothing above it moves any more, ms. */
const PATIENCE_MS = 8_000;

/** What a reader does with a page; from then on it is theirs, and nothing moves it under their hands. */
const READER_ACTS = ['wheel', 'touchstart', 'pointerdown', 'keydown'] as const;

/**
 * Brings what the end of an address names ("#signatures") before the reader's eyes. The browser does it for pages that are
 * there at once; parts of these load later, and others above them push what was found down again.
 */
export function HashLanding() {
  const { hash, pathname } = useLocation();
  return hash === '' ? null : <Landing key={`${pathname}#${hash}`} id={hash} />;
}

function Landing({ id }: { readonly id: string }) {
  useEffect(() => landAt(id), [id]);
  return null;
}

function landAt(id: string): () => void {
  let isUp = false;
  const land = () => {
    if (!isUp) document.getElementById(id)?.scrollIntoView({ block: 'start' });
  };
  const watcher = new MutationObserver(land);
  const end = () => {
    if (isUp) return;
    isUp = true;
    watcher.disconnect();
    clearTimeout(timer);
    for (const act of READER_ACTS) removeEventListener(act, end);
  };
  const timer = setTimeout(end, PATIENCE_MS);
  watcher.observe(document.body, { childList: true, subtree: true });
  for (const act of READER_ACTS) addEventListener(act, end, { passive: true });
  land();
  return end;
}
