import { dayOf } from '../../words/index.ts';

/** The time of a page, which moves on while it is open. */
export interface Clock {
  /** The same moment until the clock moves on, at least every half minute. */
  now(): Date;
  /** The day that the product counts in; it turns over at its midnight, everywhere on a page at once. */
  today(): string;
  /** Calls when the clock has moved on; returns how to stop. */
  subscribe(listener: () => void): () => void;
}

export interface ClockOptions {
  /**
   * How long after midnight a page takes to be in the new day, ms: the server is to be there before, whose clock is another, and
   * not to be asked by all pages at once.
   */
  readonly afterMidnightMs: number;
  /** Calls when a page may have slept, such as on a laptop that was closed; returns how to stop. */
  readonly onWake: (listener: () => void) => () => void;
}

/** Shorter than a minute, the smallest unit that "ago" names. */
const TICK_MS = 30_000;
/** A time that is older than this is read anew for who begins to look. */
const FRESH_MS = 1_000;
const DAY_MS = 86_400_000;

/** Opens a clock. However many look at it, there is one timer, and none while nobody does. */
export function openClock({ afterMidnightMs, onWake }: ClockOptions): Clock {
  const listeners = new Set<() => void>();
  let now = new Date();
  let stop = (): void => {};
  const read = (): void => {
    now = new Date();
    for (const listener of listeners) listener();
  };
  const start = (): void => {
    let timer: ReturnType<typeof setTimeout>;
    const goOn = (): void => {
      timer = setTimeout(tick, Math.min(TICK_MS, untilTurn(now, afterMidnightMs)));
    };
    const tick = (): void => {
      read();
      goOn();
    };
    // Timers stand still while a machine sleeps, and go on afterwards as if no time had passed.
    const forget = onWake(read);
    goOn();
    stop = () => {
      clearTimeout(timer);
      forget();
    };
  };
  const isOld = (ageMs: number): boolean => Math.abs(Date.now() - now.getTime()) > ageMs;
  return {
    now: () => {
      if (listeners.size === 0 && isOld(TICK_MS)) now = new Date();
      return now;
    },
    today: () => {
      if (listeners.size === 0 && isOld(TICK_MS)) now = new Date();
      return dayOf(new Date(now.getTime() - afterMidnightMs));
    },
    subscribe: (listener) => {
      if (isOld(FRESH_MS)) read();
      listeners.add(listener);
      if (listeners.size === 1) start();
      return () => {
        listeners.delete(listener);
        if (listeners.size === 0) stop();
      };
    },
  };
}

/** How long it is until the clock turns over to another day, ms. */
function untilTurn(now: Date, afterMidnightMs: number): number {
  const intoDayMs = (now.getTime() - afterMidnightMs) % DAY_MS;
  return DAY_MS - intoDayMs;
}
