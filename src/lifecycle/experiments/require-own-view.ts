import type { Caller } from './experiment.ts';
import { refuseTracking } from './experiments.errors.ts';
import type { SavedView } from './saved-view.ts';

/** Whether somebody may rename, change and remove a view: whoever saved it, and administrators. */
export function mayChangeView(view: SavedView, caller: Caller): boolean {
  return view.savedBy === caller.accountId || caller.isAdministrator;
}

/** The view of an id that the caller may change. @throws Problem VIEW_UNKNOWN, VIEW_OF_ANOTHER */
export function requireOwnView(views: readonly SavedView[], id: string, caller: Caller): SavedView {
  const view = views.find((known) => known.id === id);
  if (!view) throw refuseTracking('VIEW_UNKNOWN');
  if (!mayChangeView(view, caller)) throw refuseTracking('VIEW_OF_ANOTHER', { name: view.name, by: view.savedByName });
  return view;
}
