import type { Conclusion } from './conclusion.ts';
import { listConclusionsOn } from './conclusions.store.ts';
import type { CurveAxis } from './curve-blocks.ts';
import type { Caller, ExperimentLink } from './experiment.ts';
import { readUsedKeys, type UsedKeys } from './experiment-keys.store.ts';
import { refuseTracking } from './experiments.errors.ts';
import { findExperimentTag } from './experiments.store.ts';
import { type RunCurve, readCurves } from './metric-history.store.ts';
import { type ExperimentEntry, type FindTraced, findEntry } from './overview.store.ts';
import { putOnLine, type RunOnLine, type RunsAsked, readRuns } from './read-runs.use-case.ts';
import { NOTE_TAG } from './run.ts';
import { type ModelOfRun, readModelsOf, readRunNames } from './run-relations.store.ts';
import type { RunPorts } from './start-run.use-case.ts';
import type { ListPage, RunListPosition } from './tracking.ts';

type PagePorts = Pick<RunPorts, 'database' | 'access' | 'keys'>;

/** An experiment as its own page shows it. */
export interface ExperimentPage {
  readonly entry: ExperimentEntry;
  /** What somebody wrote about it, in Markdown; `null` where nobody did. */
  readonly note: string | null;
  readonly link: ExperimentLink | null;
  readonly keys: UsedKeys;
}

/** An experiment with the keys of its runs. @throws Problem EXPERIMENT_UNKNOWN, EXPERIMENT_DELETED */
export async function readExperimentPage(
  ports: PagePorts & { readonly findTraced: FindTraced },
  caller: Caller,
  id: string,
): Promise<ExperimentPage> {
  const { no, link } = await ports.access.experiment(caller, id, 'see');
  const [entry, note, keys] = await Promise.all([
    findEntry(ports.database, caller.accountId, no, ports.findTraced),
    findExperimentTag(ports.database, no, NOTE_TAG),
    readUsedKeys(ports.database, [no]),
  ]);
  if (!entry) throw refuseTracking('EXPERIMENT_DELETED', { id });
  return { entry, note, link, keys };
}

/** A page of the runs of an experiment. @throws Problem EXPERIMENT_UNKNOWN, RUN_FILTER_INVALID, LIST_POSITION_INVALID */
export async function readRunsOfExperiment(
  ports: PagePorts,
  caller: Caller,
  id: string,
  asked: RunsAsked,
): Promise<ListPage<RunOnLine, RunListPosition>> {
  const { no, link } = await ports.access.experiment(caller, id, 'see');
  return readRuns(ports, { experimentNos: [no], slug: link?.slug ?? null }, asked);
}

/** Chosen runs in the order asked for, to be compared. @throws Problem RUN_UNKNOWN for the first that may not be seen */
export async function readChosenRuns(
  ports: PagePorts,
  caller: Caller,
  ids: readonly string[],
): Promise<readonly RunOnLine[]> {
  const found = await Promise.all([...new Set(ids)].map((id) => ports.access.run(caller, id, 'see')));
  const slugs = new Map(found.map(({ no, experiment }) => [no, experiment.link?.slug ?? null]));
  return putOnLine(
    ports,
    found.map(({ no }) => no),
    ({ no }) => slugs.get(no) ?? null,
  );
}

/** A run as its own page shows it. */
export interface RunPage extends RunOnLine {
  readonly link: ExperimentLink | null;
  /** The run that it is part of, as far as it stands in the same experiment. */
  readonly parent: { readonly id: string; readonly name: string } | null;
  readonly models: ReadonlyMap<string, ModelOfRun>;
  readonly conclusions: readonly Conclusion[];
}

/** A run with everything that belongs to it but its files. @throws Problem RUN_UNKNOWN */
export async function readRunPage(ports: PagePorts, caller: Caller, id: string): Promise<RunPage> {
  const { no, experiment } = await ports.access.run(caller, id, 'see');
  const slug = experiment.link?.slug ?? null;
  const [onLine] = await putOnLine(ports, [no], () => slug);
  if (!onLine) throw new RangeError(`There is no run number ${no}.`);
  const { run, lineage } = onLine;
  const parentId = lineage.parentRunId;
  const modelIds = [...run.modelInputs, ...run.modelOutputs.map(({ modelId }) => modelId)];
  const [names, models, conclusions] = await Promise.all([
    readRunNames(ports.database, experiment.no, parentId === null ? [] : [parentId]),
    readModelsOf(ports.database, experiment.no, modelIds),
    experiment.link ? listConclusionsOn(ports.database, experiment.link.initiativeNo, no) : [],
  ]);
  const parentName = parentId === null ? undefined : names.get(parentId);
  return {
    ...onLine,
    link: experiment.link,
    parent: parentId !== null && parentName !== undefined ? { id: parentId, name: parentName } : null,
    models,
    conclusions,
  };
}

/** The curves of one metric of several runs, by the run's id. @throws Problem RUN_UNKNOWN for the first that may not be seen */
export async function readRunCurves(
  ports: PagePorts,
  caller: Caller,
  of: { readonly runIds: readonly string[]; readonly key: string; readonly axis: CurveAxis },
  points: number,
): Promise<ReadonlyMap<string, RunCurve>> {
  const ids = [...new Set(of.runIds)];
  const nos = await Promise.all(ids.map(async (id) => (await ports.access.run(caller, id, 'see')).no));
  const keyNo = (await ports.keys.find([of.key])).get(of.key);
  if (keyNo === undefined) return new Map();
  const curves = await readCurves(ports.database, { runNos: nos, keyNo, axis: of.axis }, points);
  return new Map(
    ids.flatMap((id, at) => {
      const curve = curves.get(nos[at] ?? -1);
      return curve ? [[id, curve] as const] : [];
    }),
  );
}
