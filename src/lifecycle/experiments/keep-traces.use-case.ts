import { Problem } from '../../platform/contract/index.ts';
import type { Database } from '../../platform/database/queryable.ts';
import type { Caller, Experiment } from './experiment.ts';
import type { ExperimentAccess } from './experiment-access.use-case.ts';
import { refuseTracking } from './experiments.errors.ts';
import { TRACE_LIMITS, type Trace, type Traces } from './trace.ts';
import { changeTraceTag, findTrace, markTracesDeleted, searchTraceRows, storeTrace } from './traces.store.ts';

/** What keeping traces needs. */
export interface TracePorts {
  readonly database: Database;
  readonly now: () => Date;
  readonly access: ExperimentAccess;
}

/** The tag that tells the client where it puts and finds the spans. */
const LOCATION_TAG = 'mlflow.artifactLocation';

/** Opens the traces. */
export function openTraces(ports: TracePorts): Traces {
  const { database, access } = ports;
  /** An experiment, or `null` when it does not exist for the caller. */
  const visible = (caller: Caller, id: string): Promise<Experiment | null> =>
    access.experiment(caller, id, 'see').catch((error: unknown) => {
      if (error instanceof Problem) return null;
      throw error;
    });
  const find = async (caller: Caller, id: string, wish: 'see' | 'log'): Promise<Trace> => {
    const unknown = refuseTracking('TRACE_UNKNOWN', { id: id.slice(0, 100) });
    const trace = await findTrace(database, id);
    if (!trace) throw unknown;
    if (!(await visible(caller, String(trace.experimentNo)))) throw unknown;
    if (wish === 'log') await access.experiment(caller, String(trace.experimentNo), 'log');
    return trace;
  };
  return {
    keep: async (caller, experimentId, given) => {
      const experiment = await access.experiment(caller, experimentId, 'log');
      checkTrace(given);
      const location = `${experiment.artifactLocation}/traces/${given.id}/artifacts`;
      const trace = { ...given, experimentNo: experiment.no, tags: { ...given.tags, [LOCATION_TAG]: location } };
      const isStored = await database.transaction((tx) => storeTrace(tx, trace));
      if (!isStored) throw refuseTracking('TRACE_ELSEWHERE', { id: given.id });
      return trace;
    },
    get: (caller, id) => find(caller, id, 'see'),
    search: async (caller, { experimentIds, ...search }) => {
      const found = await Promise.all(
        experimentIds.slice(0, TRACE_LIMITS.searchedExperiments).map((id) => visible(caller, id)),
      );
      const experimentNos = found.flatMap((experiment) => (experiment ? [experiment.no] : []));
      return searchTraceRows(database, { ...search, experimentNos });
    },
    tag: async (caller, id, key, value) => {
      const trace = await find(caller, id, 'log');
      checkTrace({ ...trace, tags: value === null ? {} : { [key]: value } });
      await changeTraceTag(database, id, key, value);
    },
    delete: async (caller, experimentId, which) => {
      const { no } = await access.experiment(caller, experimentId, 'log');
      return database.transaction((tx) => markTracesDeleted(tx, no, which, ports.now()));
    },
  };
}

function checkTrace(trace: Omit<Trace, 'experimentNo'>): void {
  const refuse = (path: string, value: string, why: string) =>
    refuseTracking('LOGGED_VALUE_INVALID', { path, value: JSON.stringify(value.slice(0, 100)), why });
  if (!/^[\w-]{1,64}$/.test(trace.id))
    throw refuse('trace_id', trace.id, 'it consists of letters, digits, "_" and "-".');
  if (JSON.stringify(trace.info).length > TRACE_LIMITS.infoLength)
    throw refuse('trace_info', trace.id, `it is longer than ${TRACE_LIMITS.infoLength} characters.`);
  const tags = Object.entries(trace.tags);
  if (tags.length > TRACE_LIMITS.tagsPerTrace)
    throw refuse('tags', String(tags.length), `there are at most ${TRACE_LIMITS.tagsPerTrace}.`);
  for (const [key, value] of tags) {
    if (key === '' || key.length > TRACE_LIMITS.tagKeyLength || value.length > TRACE_LIMITS.tagValueLength)
      throw refuse('tags', key, 'the key or the value is too long.');
  }
}
