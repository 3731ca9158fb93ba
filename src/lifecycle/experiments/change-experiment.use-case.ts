import type { Transaction } from '../../platform/database/queryable.ts';
import { appendEvent } from '../../platform/events/events.store.ts';
import { checkExperimentName, checkExperimentTag } from './check-logged.ts';
import {
  aboutExperiment,
  announceChange,
  type ConnectPorts,
  connectExperiment,
  disconnectExperiment,
} from './connect-experiment.use-case.ts';
import { type Caller, type Experiment, INITIATIVE_TAG } from './experiment.ts';
import { refuseTracking } from './experiments.errors.ts';
import { deleteExperimentTag, markExperiment, renameExperiment, upsertExperimentTags } from './experiments.store.ts';
import type { Tag } from './run.ts';

/** Renames an experiment. @throws Problem EXPERIMENT_UNKNOWN, EXPERIMENT_DELETED, EXPERIMENT_NAME_TAKEN */
export async function renameAnExperiment(ports: ConnectPorts, caller: Caller, id: string, name: string): Promise<void> {
  checkExperimentName(name, 'new_name');
  const experiment = await requireActive(ports, caller, id);
  await change(
    ports,
    caller,
    experiment,
    `renamed the experiment "${experiment.name}" to "${name}"`,
    async (tx, atMs) => {
      if (!(await renameExperiment(tx, experiment.no, name, atMs)))
        throw refuseTracking('EXPERIMENT_NAME_TAKEN', { name });
    },
  );
}

/**
 * Deletes an experiment with its runs. Nothing is removed: restoring brings all of it back.
 * @throws Problem EXPERIMENT_UNKNOWN, also when it is deleted already
 */
export async function deleteExperiment(ports: ConnectPorts, caller: Caller, id: string): Promise<void> {
  const experiment = await ports.access.experiment(caller, id, 'change');
  if (experiment.isDeleted) throw refuseTracking('EXPERIMENT_UNKNOWN', { id });
  await change(ports, caller, experiment, `deleted the experiment "${experiment.name}"`, (tx, atMs) =>
    markExperiment(tx, experiment.no, atMs, caller.name),
  );
}

/** Restores a deleted experiment and all of its runs. @throws Problem EXPERIMENT_UNKNOWN, EXPERIMENT_NOT_DELETED */
export async function restoreExperiment(ports: ConnectPorts, caller: Caller, id: string): Promise<void> {
  const experiment = await ports.access.experiment(caller, id, 'change');
  if (!experiment.isDeleted) throw refuseTracking('EXPERIMENT_NOT_DELETED', { id });
  await change(ports, caller, experiment, `restored the experiment "${experiment.name}"`, (tx, atMs) =>
    markExperiment(tx, experiment.no, atMs, null),
  );
}

/** Sets a tag of an experiment; `throughline.initiative` connects it. @throws Problem as `connectExperiment` */
export async function setExperimentTag(ports: ConnectPorts, caller: Caller, id: string, tag: Tag): Promise<void> {
  checkExperimentTag(tag);
  if (tag.key === INITIATIVE_TAG) {
    await requireActive(ports, caller, id);
    return connectExperiment(ports, caller, id, tag.value);
  }
  const experiment = await ports.access.experiment(caller, id, 'log');
  if (experiment.isDeleted) throw refuseTracking('EXPERIMENT_DELETED', { id });
  await ports.database.transaction((tx) => upsertExperimentTags(tx, experiment.no, [tag]));
}

/** Removes a tag of an experiment; without `throughline.initiative` it is connected to none. @throws Problem EXPERIMENT_TAG_UNKNOWN */
export async function removeExperimentTag(ports: ConnectPorts, caller: Caller, id: string, key: string): Promise<void> {
  const experiment = await ports.access.experiment(caller, id, 'log');
  if (experiment.isDeleted) throw refuseTracking('EXPERIMENT_DELETED', { id });
  if (key === INITIATIVE_TAG && experiment.link) return disconnectExperiment(ports, caller, id, experiment.link.slug);
  const wasThere = await ports.database.transaction((tx) => deleteExperimentTag(tx, experiment.no, key));
  if (!wasThere) throw refuseTracking('EXPERIMENT_TAG_UNKNOWN', { key, what: `experiment ${id}` });
}

async function requireActive(ports: ConnectPorts, caller: Caller, id: string): Promise<Experiment> {
  const experiment = await ports.access.experiment(caller, id, 'change');
  if (experiment.isDeleted) throw refuseTracking('EXPERIMENT_DELETED', { id });
  return experiment;
}

async function change(
  ports: ConnectPorts,
  caller: Caller,
  experiment: Experiment,
  sentence: string,
  work: (tx: Transaction, atMs: number) => Promise<void>,
): Promise<void> {
  const at = ports.now();
  await ports.database.transaction(async (tx) => {
    await work(tx, at.getTime());
    const about = aboutExperiment(caller, experiment, experiment.link?.initiativeId);
    await appendEvent(
      tx,
      { ...about, kind: 'experiment.changed', sentence, detail: { experimentId: String(experiment.no) } },
      at,
    );
    tx.afterCommit(() => announceChange(ports, [experiment.link?.slug]));
  });
}
