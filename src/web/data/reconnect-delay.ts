const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 30_000;

/**
 * How long to wait before the next attempt, ms: doubling from one second to half a minute, shortened by up to half so
 * that the pages of an office do not all come back in the same moment.
 * @param attempt failed attempts so far, from 0.
 * @param chance a number in [0, 1).
 */
export function reconnectDelay(attempt: number, chance: number): number {
  const wait = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** Math.min(attempt, 10));
  return Math.round(wait * (1 - chance / 2));
}
