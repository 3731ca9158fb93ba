import type { KeysetPosition } from '../../platform/database/keyset.ts';
import type { Queryable } from '../../platform/database/queryable.ts';
import type { Caller, Experiment, TaggedExperiment } from './experiment.ts';
import { refuseTracking } from './experiments.errors.ts';
import { type ExperimentSearch, findExperimentByName, searchExperiments, withTags } from './experiments.store.ts';
import { searchModels } from './logged-models.store.ts';
import { searchRuns } from './search-runs.store.ts';
import type { RunPorts } from './start-run.use-case.ts';
import type { ListPage, Tracking } from './tracking.ts';
import { writeRuns } from './write-runs.store.ts';

/** What searches need beside what runs need. */
export interface SearchPorts extends RunPorts {
  /** The numbers of the initiatives that somebody may see. */
  readonly visibleInitiatives: (queryable: Queryable, caller: Caller) => Promise<readonly number[]>;
}

/** An experiment with its tags, deleted ones too. @throws Problem EXPERIMENT_UNKNOWN */
export async function readExperiment(ports: RunPorts, caller: Caller, id: string): Promise<TaggedExperiment> {
  const experiment = await ports.access.experiment(caller, id, 'see');
  return tagOne(ports, experiment);
}

/** The experiment with a name, which counts capital letters; deleted ones too. @throws Problem EXPERIMENT_NAME_UNKNOWN */
export async function readExperimentByName(ports: RunPorts, caller: Caller, name: string): Promise<TaggedExperiment> {
  const found = await findExperimentByName(ports.database, name);
  if (!found || !(await ports.access.maySee(caller, found)))
    throw refuseTracking('EXPERIMENT_NAME_UNKNOWN', { name: name.slice(0, 200) });
  return tagOne(ports, found);
}

async function tagOne(ports: RunPorts, experiment: Experiment): Promise<TaggedExperiment> {
  const [tagged] = await withTags(ports.database, [experiment]);
  return tagged ?? { ...experiment, tags: [] };
}

/** A page of the experiments that somebody may see. */
export async function findExperiments(
  ports: SearchPorts,
  caller: Caller,
  search: Omit<ExperimentSearch, 'visibleInitiatives'>,
): Promise<ListPage<TaggedExperiment, KeysetPosition>> {
  const visibleInitiatives = await ports.visibleInitiatives(ports.database, caller);
  const { experiments, next } = await searchExperiments(ports.database, { ...search, visibleInitiatives });
  return { entries: await withTags(ports.database, experiments), next };
}

/** A page of the runs of experiments that somebody may see, with everything but histories. */
export const findRuns =
  (ports: RunPorts): Tracking['runs']['search'] =>
  async (caller, { experimentIds, ...search }) => {
    const experimentNos = await ports.access.seenAmong(caller, experimentIds);
    if (experimentNos.length === 0) return { entries: [], next: null };
    const asked = { ...search, experimentNos, isWritten: true };
    const { runNos, texts, next } = await searchRuns(ports.database, ports.keys, asked);
    return { entries: await writeRuns(ports.database, ports.keys, runNos, texts), next };
  };

/** A page of the logged models of experiments that somebody may see. */
export const findModels =
  (ports: RunPorts): Tracking['models']['search'] =>
  async (caller, { experimentIds, ...search }) => {
    const experimentNos = await ports.access.seenAmong(caller, experimentIds);
    if (experimentNos.length === 0) return { entries: [], next: null };
    const { models, next } = await searchModels(ports.database, { ...search, experimentNos });
    return { entries: models, next };
  };
