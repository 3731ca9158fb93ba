import type { Caller } from './experiment.ts';
import { refuseTracking } from './experiments.errors.ts';
import { recordView, type ViewPorts } from './save-view.use-case.ts';
import { deleteView, holdViews } from './saved-views.store.ts';

/**
 * Removes a view. Whoever saved it and administrators may.
 * @throws Problem EXPERIMENT_UNKNOWN, VIEW_UNKNOWN, VIEW_OF_ANOTHER
 */
export async function removeView(
  ports: ViewPorts,
  caller: Caller,
  experimentId: string,
  viewId: string,
): Promise<void> {
  const experiment = await ports.access.experiment(caller, experimentId, 'see');
  await ports.database.transaction(async (tx) => {
    const view = (await holdViews(tx, experiment.no)).find(({ id }) => id === viewId);
    if (!view) throw refuseTracking('VIEW_UNKNOWN');
    if (view.savedBy !== caller.accountId && !caller.isAdministrator)
      throw refuseTracking('VIEW_OF_ANOTHER', { name: view.name, by: view.savedByName });
    await deleteView(tx, view.id);
    await recordView(ports, tx, caller, experiment, { ...view, kind: 'runs.view-removed', did: 'removed' });
  });
}
