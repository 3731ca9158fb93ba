import { useEffect, useState, useSyncExternalStore } from 'react';
import { useLive } from '../data/index.ts';
import { openSharedDocument, type SharedDocument, type SharedState } from './shared-document.ts';

/** Opens a shared document for its writer, for as long as the component is on the page; `null` for the moment before. */
export function useSharedDocument(name: string, accountId: string): SharedDocument | null {
  const live = useLive();
  const [shared, setShared] = useState<SharedDocument | null>(null);
  useEffect(() => {
    if (!live) return;
    const opened = openSharedDocument(live, name, accountId);
    let isHere = true;
    queueMicrotask(() => isHere && setShared(opened));
    return () => {
      isHere = false;
      setShared(null);
      opened.release();
    };
  }, [live, name, accountId]);
  return shared;
}

/** Where a shared document stands. */
export function useSharedState(shared: SharedDocument): SharedState {
  return useSyncExternalStore(
    (onState) => shared.subscribe(onState),
    () => shared.state(),
  );
}
