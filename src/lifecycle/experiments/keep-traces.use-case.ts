import type { Database } from '../../platform/database/queryable.ts';
import type { Caller } from './experiment.ts';
import type { ExperimentAccess } from './experiment-access.use-case.ts';
import { refuseTracking } from './experiments.errors.ts';
import type { FilterCondition } from './filter-grammar.ts';
import { TRACE_LIMITS, type Trace } from './trace.ts';
import { changeTraceTag, findTrace, markTracesDeleted, searchTraceRows, storeTrace, type TracePosition } from './traces.store.ts';

/** What keeping traces needs. */
export interface TracePorts {
  readonly database: Database;
  readonly now: () => Date;
  readonly access: ExperimentAccess;
}

/** Traces as programs see them; each call is judged by the rights of the experiment. */
export interface Traces {
  /** Stores a trace and says where its spans are put. @throws Problem EXPERIMENT_UNKNOWN, TRACE_ELSEWHERE, LOGGED_VALUE_INVALID */
  keep(caller: Caller, experimentId: string, trace: Omit<Trace, 'experimentNo'>): Promise<Trace>;
  /** @throws Problem TRACE_UNKNOWN */
  get(caller: Caller, id: string): Promise<Trace>;
  search(
    caller: Caller,
    search: {
      readonly experimentIds: readonly string[];
      readonly conditions: readonly FilterCondition[];
      readonly isOldestFirst: boolean;
      readonly after: TracePosition | undefined;
      readonly limit: number;
    },
  ): Promise<{ readonly found: readonly Trace[]; readonly next: TracePosition | undefined }>;
  /** Sets a tag, or removes it where the value is `null`. @throws Problem TRACE_UNKNOWN */
  tag(caller: Caller, id: string, key: string, value: string | null): Promise<void>;
  /** Puts traces aside; returns how many. Their spans stay. */
  delete(
    caller: Caller,
    experimentId: string,
    which: { readonly ids: readonly string[] } | { readonly upToMs: number; readonly limit: number },
  ): Promise<number>;
}

/** The tag that tells the client where it puts and finds the spans. */
const LOCATION_TAG = 'mlflow.artifactLocation';

/** Opens the traces. */
export function openTraces(ports: TracePorts): Traces {
  const { database, access } = ports;
  const find = async (caller: Caller, id: string, wish: 'see' | 'log'): Promise<Trace> => {
    const unknown = refuseTracking('TRACE_UNKNOWN', { id: id.slice(0, 100) });
    const trace = await findTrace(database, id);
    if (!trace) throw unknown;
    if (!(await access.experiment(caller, String(trace.experimentNo), 'see').catch(() => null))) throw unknown;
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
        experimentIds
          .slice(0, TRACE_LIMITS.searchedExperiments)
          .map((id) => access.experiment(caller, id, 'see').catch(() => null)),
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
  if (!/^[\w-]{1,64}$/.test(trace.id)) throw refuse('trace_id', trace.id, 'it consists of letters, digits, "_" and "-".');
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
