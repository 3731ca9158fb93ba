import { openClock } from './clock.ts';

/** Over how long the pages of everybody come into a new day, ms. */
const SPREAD_MS = 30_000;
/** How much the clock of a page may be ahead of the server's, ms. */
const AHEAD_MS = 2_000;

/** The one clock of this page. */
export const clock = openClock({
  afterMidnightMs: AHEAD_MS + Math.round(Math.random() * SPREAD_MS),
  onWake: (listener) => {
    const isShown = () => {
      if (document.visibilityState === 'visible') listener();
    };
    document.addEventListener('visibilitychange', isShown);
    globalThis.addEventListener('focus', listener);
    globalThis.addEventListener('pageshow', listener);
    return () => {
      document.removeEventListener('visibilitychange', isShown);
      globalThis.removeEventListener('focus', listener);
      globalThis.removeEventListener('pageshow', listener);
    };
  },
});
