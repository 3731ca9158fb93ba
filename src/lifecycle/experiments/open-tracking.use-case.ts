import {
  deleteExperiment,
  removeExperimentTag,
  renameAnExperiment,
  restoreExperiment,
  setExperimentTag,
} from './change-experiment.use-case.ts';
import {
  createModel,
  deleteModel,
  logModelParams,
  removeModelTag,
  setStatusOfModel,
  setTagsOfModel,
} from './change-logged-model.use-case.ts';
import { changeRun, markRunDeleted, removeRunTag } from './change-run.use-case.ts';
import { createExperiment } from './create-experiment.use-case.ts';
import { listDatasets } from './inputs.store.ts';
import { appendToTag, logInputs, logOutputs } from './log-inputs.use-case.ts';
import { logValues, type WriteQueue } from './log-values.use-case.ts';
import { readModel } from './logged-models.store.ts';
import { historiesOf, historyOf, sampledHistories } from './read-history.use-case.ts';
import { readRunInfo } from './runs.store.ts';
import {
  findExperiments,
  findModels,
  findRuns,
  readExperiment,
  readExperimentByName,
  type SearchPorts,
} from './search-experiments.use-case.ts';
import { startRun } from './start-run.use-case.ts';
import type { Tracking } from './tracking.ts';
import { writeRun } from './write-runs.store.ts';

/** Ties the use cases of tracking to their ports. */
export function openTracking(ports: SearchPorts & { readonly queue: WriteQueue }): Tracking {
  return {
    experiments: {
      create: (caller, experiment) => createExperiment(ports, caller, experiment),
      get: (caller, id) => readExperiment(ports, caller, id),
      getByName: (caller, name) => readExperimentByName(ports, caller, name),
      search: (caller, search) => findExperiments(ports, caller, search),
      rename: (caller, id, name) => renameAnExperiment(ports, caller, id, name),
      delete: (caller, id) => deleteExperiment(ports, caller, id),
      restore: (caller, id) => restoreExperiment(ports, caller, id),
      setTag: (caller, id, tag) => setExperimentTag(ports, caller, id, tag),
      deleteTag: (caller, id, key) => removeExperimentTag(ports, caller, id, key),
      datasets: async (caller, ids, limit) =>
        listDatasets(ports.database, await ports.access.seenAmong(caller, ids), limit),
    },
    runs: {
      create: (caller, run) => startRun(ports, caller, run),
      info: async (caller, id) => readRunInfo(ports.database, (await ports.access.run(caller, id, 'see')).no),
      get: async (caller, id) => writeRun(ports.database, ports.keys, (await ports.access.run(caller, id, 'see')).no),
      update: (caller, id, change) => changeRun(ports, caller, id, change),
      delete: (caller, id) => markRunDeleted(ports, caller, id, true),
      restore: (caller, id) => markRunDeleted(ports, caller, id, false),
      log: (caller, id, batch) => logValues(ports, caller, id, batch),
      deleteTag: (caller, id, key) => removeRunTag(ports, caller, id, key),
      appendToTag: (caller, id, key, entry) => appendToTag(ports, caller, id, key, entry),
      logInputs: (caller, id, inputs) => logInputs(ports, caller, id, inputs),
      logOutputs: (caller, id, models) => logOutputs(ports, caller, id, models),
      search: findRuns(ports),
    },
    metrics: {
      history: (caller, of, page) => historyOf(ports, caller, of, page),
      histories: (caller, of, limit) => historiesOf(ports, caller, of, limit),
      sampled: (caller, of, limitPerRun) => sampledHistories(ports, caller, of, limitPerRun),
    },
    models: {
      create: (caller, model) => createModel(ports, caller, model),
      get: async (caller, id) => readModel(ports.database, (await ports.access.model(caller, id, 'see')).no),
      setStatus: (caller, id, status) => setStatusOfModel(ports, caller, id, status),
      delete: (caller, id) => deleteModel(ports, caller, id),
      logParams: (caller, id, params) => logModelParams(ports, caller, id, params),
      setTags: (caller, id, tags) => setTagsOfModel(ports, caller, id, tags),
      deleteTag: (caller, id, key) => removeModelTag(ports, caller, id, key),
      search: findModels(ports),
    },
  };
}
