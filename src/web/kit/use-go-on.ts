import { useRouter } from '@tanstack/react-router';
import { useCallback, useEffect, useRef } from 'react';

/** Whether what asked for something still stands on the page when the answer comes. */
export function useIsHere(): () => boolean {
  const isHere = useRef(true);
  useEffect(() => {
    isHere.current = true;
    return () => {
      isHere.current = false;
    };
  }, []);
  return useCallback(() => isHere.current, []);
}

/**
 * Goes on to an address with an answer that came. Whoever went elsewhere meanwhile is left there: they may be writing by now,
 * and find what came in its list.
 */
export function useGoOn(): (to: string) => void {
  const { history } = useRouter();
  const isHere = useIsHere();
  return (to) => {
    if (isHere()) history.push(to);
  };
}
