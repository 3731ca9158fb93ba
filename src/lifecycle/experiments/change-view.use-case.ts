import { readConditions, readTerms } from './ask-for-runs.ts';
import type { Caller } from './experiment.ts';
import { refuseTracking } from './experiments.errors.ts';
import { requireOwnView } from './require-own-view.ts';
import { recordView, type ViewPorts } from './save-view.use-case.ts';
import { isSameName, type SavedView, type ViewSettings } from './saved-view.ts';
import { holdViews, storeView } from './saved-views.store.ts';

/** What of a view changes; what is left out stays. */
export type ViewChange = { readonly [Part in keyof ViewSettings]?: ViewSettings[Part] | undefined };

/**
 * Renames a view, or saves again how its runs are looked at. Whoever saved it and administrators may; it stays whose it was.
 * @throws Problem EXPERIMENT_UNKNOWN, RUN_FILTER_INVALID, VIEW_UNKNOWN, VIEW_OF_ANOTHER, VIEW_NAME_TAKEN
 */
export async function changeView(
  ports: ViewPorts,
  caller: Caller,
  of: { readonly experimentId: string; readonly viewId: string },
  change: ViewChange,
): Promise<SavedView> {
  const experiment = await ports.access.experiment(caller, of.experimentId, 'see');
  readConditions(change.filter ?? '');
  readTerms(change.orderBy ?? '');
  return ports.database.transaction(async (tx) => {
    const views = await holdViews(tx, experiment.no);
    const before = requireOwnView(views, of.viewId, caller);
    const view: SavedView = {
      ...before,
      name: change.name ?? before.name,
      columns: change.columns ?? before.columns,
      filter: change.filter ?? before.filter,
      orderBy: change.orderBy ?? before.orderBy,
      isGrouped: change.isGrouped ?? before.isGrouped,
      hasCurves: change.hasCurves ?? before.hasCurves,
    };
    const taken = views.find(({ id, name }) => id !== view.id && isSameName(name, view.name));
    if (taken) throw refuseTracking('VIEW_NAME_TAKEN', { name: taken.name, by: taken.savedByName });
    await storeView(tx, experiment.no, view, ports.now());
    const record =
      view.name === before.name
        ? { kind: 'runs.view-saved', did: 'saved again' }
        : { kind: 'runs.view-renamed', did: 'renamed', newName: view.name };
    await recordView(ports, tx, caller, experiment, { id: view.id, name: before.name, ...record });
    return view;
  });
}
