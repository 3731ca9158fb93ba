import type { Caller } from './experiment.ts';
import { requireOwnView } from './require-own-view.ts';
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
    const view = requireOwnView(await holdViews(tx, experiment.no), viewId, caller);
    await deleteView(tx, view.id);
    await recordView(ports, tx, caller, experiment, { ...view, kind: 'runs.view-removed', did: 'removed' });
  });
}
