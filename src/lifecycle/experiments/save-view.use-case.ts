import { newId } from '../../platform/database/new-id.ts';
import type { Transaction } from '../../platform/database/queryable.ts';
import { appendEvent } from '../../platform/events/events.store.ts';
import { readConditions, readTerms } from './ask-for-runs.ts';
import type { Caller, Experiment } from './experiment.ts';
import { refuseTracking } from './experiments.errors.ts';
import { isSameName, type SavedView, VIEW_LIMITS, type ViewSettings } from './saved-view.ts';
import { holdViews, storeView } from './saved-views.store.ts';
import type { RunPorts } from './start-run.use-case.ts';

/** What views need. */
export type ViewPorts = Pick<RunPorts, 'database' | 'access' | 'now' | 'announce'>;

/**
 * Saves how the runs of an experiment are looked at, for everybody who may see it. One's own view of the same name is
 * replaced.
 * @throws Problem EXPERIMENT_UNKNOWN, RUN_FILTER_INVALID, VIEW_NAME_TAKEN, VIEW_LIMIT
 */
export async function saveView(
  ports: ViewPorts,
  caller: Caller,
  experimentId: string,
  settings: ViewSettings,
): Promise<SavedView> {
  const experiment = await ports.access.experiment(caller, experimentId, 'see');
  readConditions(settings.filter);
  readTerms(settings.orderBy);
  return ports.database.transaction(async (tx) => {
    const views = await holdViews(tx, experiment.no);
    const known = views.find(({ name }) => isSameName(name, settings.name));
    if (known && known.savedBy !== caller.accountId)
      throw refuseTracking('VIEW_NAME_TAKEN', { name: settings.name, by: known.savedByName });
    if (!known && views.length >= VIEW_LIMITS.viewsOfExperiment)
      throw refuseTracking('VIEW_LIMIT', { most: VIEW_LIMITS.viewsOfExperiment });
    const view = { ...settings, id: known?.id ?? newId(), savedBy: caller.accountId, savedByName: caller.name };
    await storeView(tx, experiment.no, view, ports.now());
    await recordView(ports, tx, caller, experiment, { ...view, kind: 'runs.view-saved', did: 'saved' });
    return view;
  });
}

/** Records what became of a view. It stands in no initiative's log: how somebody looks at runs is no work at a step. */
export async function recordView(
  ports: ViewPorts,
  tx: Transaction,
  caller: Caller,
  experiment: Experiment,
  view: {
    readonly id: string;
    readonly name: string;
    readonly kind: string;
    readonly did: string;
    /** What it is called from now on, where that changed. */
    readonly newName?: string;
  },
): Promise<void> {
  await appendEvent(
    tx,
    {
      kind: view.kind,
      sentence: `${view.did} the view "${view.name}" of the runs of "${experiment.name}"${view.newName === undefined ? '' : ` to "${view.newName}"`}`,
      actorId: caller.accountId,
      actorName: caller.name,
      objectType: 'saved-view',
      objectId: view.id,
      detail: { experimentId: String(experiment.no) },
    },
    ports.now(),
  );
  tx.afterCommit(() => ports.announce(experiment.link?.slug ?? null));
}
