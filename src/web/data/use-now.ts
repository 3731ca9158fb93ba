import { useSyncExternalStore } from 'react';
import { clock } from './this-page.ts';

/** The time for words such as "3 minutes ago"; it moves on while the page is open. */
export function useNow(): Date {
  return useSyncExternalStore(clock.subscribe, clock.now, clock.now);
}

/** The day that the product counts in, such as `2026-05-01`; it turns over while the page is open. */
export function useToday(): string {
  return useSyncExternalStore(clock.subscribe, clock.today, clock.today);
}
