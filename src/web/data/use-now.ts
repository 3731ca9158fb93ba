import { useEffect, useState } from 'react';

/** Shorter than a minute, the smallest unit that "ago" names. */
const TICK_MS = 30_000;

/** The time for words such as "3 minutes ago"; it moves on while the page is open. */
export function useNow(): Date {
  const [now, setNow] = useState(() => new Date());
  useEffect(() => {
    const timer = setInterval(() => setNow(new Date()), TICK_MS);
    return () => clearInterval(timer);
  }, []);
  return now;
}
