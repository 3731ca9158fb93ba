import { type QueryKey, useQueryClient } from '@tanstack/react-query';
import { createContext, type ReactNode, useContext, useEffect, useSyncExternalStore } from 'react';
import { calmly } from './calmly.ts';
import type { Live, LiveState } from './live.ts';

/** Under a stream of changes the answers are read again at most this often, ms; otherwise each reading would cut off the last. */
const CALM_MS = 1_000;

const LiveContext = createContext<Live | null>(null);

/** Gives the page its live connection; without one, pages show what they read and stay quiet. */
export function LiveProvider({ live, children }: { readonly live: Live; readonly children: ReactNode }) {
  return <LiveContext value={live}>{children}</LiveContext>;
}

/**
 * Reads the answers under a query key again whenever the topic changes.
 * @param topic as the server announces it: `initiative:churn`, `accounts`.
 * @param queryKey every answer whose key begins with it is read again.
 */
export function useLiveTopic(topic: string, queryKey: QueryKey): void {
  const live = useContext(LiveContext);
  const queryClient = useQueryClient();
  const key = JSON.stringify(queryKey);
  useEffect(() => {
    if (!live) return;
    const calm = calmly(() => void queryClient.invalidateQueries({ queryKey: JSON.parse(key) }), CALM_MS);
    const stop = live.watch(topic, calm.run);
    return () => {
      stop();
      calm.stop();
      // From now on nobody hears of changes: what was read is shown at the return, and read again.
      void queryClient.invalidateQueries({ queryKey: JSON.parse(key), refetchType: 'none' });
    };
  }, [live, topic, key, queryClient]);
}

/** The page's connection itself, for those who speak over it; `null` where there is none. */
export function useLive(): Live | null {
  return useContext(LiveContext);
}

/** Whether the page hears of changes at the moment. */
export function useLiveState(): LiveState {
  const live = useContext(LiveContext);
  return useSyncExternalStore(
    (onState) => live?.subscribe(onState) ?? (() => {}),
    () => live?.state() ?? 'connected',
  );
}
