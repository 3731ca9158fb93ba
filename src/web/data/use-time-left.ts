import { useEffect, useRef, useState } from 'react';
import { timeLeft } from './time-left.ts';

/** How long something still takes, in words, from how its share (0 to 1) grew since it was first shown. */
export function useTimeLeft(share: number): string | undefined {
  const start = useRef<{ readonly share: number; readonly atMs: number }>(null);
  const [words, setWords] = useState<string>();
  useEffect(() => {
    start.current ??= { share, atMs: Date.now() };
    setWords(timeLeft(share, Date.now() - start.current.atMs, start.current.share));
  }, [share]);
  return words;
}
