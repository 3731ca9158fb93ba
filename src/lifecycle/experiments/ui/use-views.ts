import { useQuery, useQueryClient } from '@tanstack/react-query';
import { differenceInWords, isSameLook, type LookAtRuns } from '../saved-view.ts';
import { type ViewEntry, viewsQuery } from './run-page-queries.ts';

/** The saved views of an experiment beside what its page shows. */
export interface ViewsNow {
  readonly items: readonly ViewEntry[];
  /** The one that is looked at, by the page's address or because the page shows just that. */
  readonly present: ViewEntry | undefined;
  /** In what the page differs from it; `null` where it does not. */
  readonly difference: string | null;
  readonly error: Error | null;
  readonly reload: () => Promise<unknown>;
}

/** Reads the saved views of an experiment and tells which of them is looked at. */
export function useViews(experimentId: string, look: LookAtRuns, viewId: string | undefined): ViewsNow {
  const queryClient = useQueryClient();
  const views = useQuery(viewsQuery(experimentId));
  const items = views.data?.items ?? [];
  const present = items.find(({ id }) => id === viewId) ?? items.find((view) => isSameLook(view, look));
  return {
    items,
    present,
    difference: present ? differenceInWords(present, look) : null,
    error: views.error,
    reload: () => queryClient.invalidateQueries({ queryKey: viewsQuery(experimentId).queryKey }),
  };
}
