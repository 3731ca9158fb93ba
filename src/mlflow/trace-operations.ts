import {
  type AssessedTrace,
  durationMsOf,
  TRACE_GRAMMAR,
  TRACE_LIMITS,
  type Trace,
  type Traces,
} from '../lifecycle/traces/index.ts';
import { presentAssessment, readAssessment } from './assessment-operations.ts';
import { positionSchema } from './experiment-operations.ts';
import { parseFilter, parseOrder } from './filter-language.ts';
import { invalidParameter, missingParameter } from './mlflow-error.ts';
import type { MlflowOperation } from './mlflow-operation.ts';
import { beginOlderTrace, olderTraceOperations } from './older-trace-operations.ts';
import { readPageToken, writePageToken } from './page-token.ts';
import { wireList } from './present.ts';
import {
  boundedInteger,
  type MlflowInput,
  objectList,
  optionalInteger,
  optionalObject,
  optionalString,
  requiredObject,
  requiredString,
  stringList,
  stringMap,
} from './read-request.ts';
import { TRACE_SEARCH_BOUNDS } from './trace-search.ts';

const TRACES = '/mlflow/traces';

/** Fields of a trace that are columns of ours; the rest is kept and given back as it came. */
const OWN_FIELDS = ['trace_id', 'trace_location', 'request_time', 'execution_duration', 'state', 'tags', 'assessments'];

/**
 * The operations of traces as clients of MLflow 3 and before use them. Spans are not among them: the client puts them into the
 * artifacts of the experiment, where the tag of the trace says.
 */
export function traceOperations(traces: Traces): readonly MlflowOperation[] {
  return [
    {
      method: 'POST',
      path: TRACES,
      handle: async ({ principal }, input) => {
        const sent = optionalObject(input, 'trace');
        if (!sent && optionalString(input, 'experiment_id') !== undefined)
          return beginOlderTrace(traces, principal, input);
        const info = requiredObject(sent ?? requiredObject(input, 'trace'), 'trace_info');
        const { experimentId, trace } = readTrace(info);
        const given = objectList(info, 'assessments').map(readAssessment);
        return { trace: { trace_info: presentTrace(await traces.keep(principal, experimentId, trace, given)) } };
      },
    },
    {
      method: 'GET',
      path: `${TRACES}/:trace_id`,
      handle: async ({ principal }, input) => ({
        trace: { trace_info: presentTrace(await traces.get(principal, requiredString(input, 'trace_id'))) },
      }),
    },
    {
      method: 'POST',
      path: `${TRACES}/search`,
      scope: 'read',
      handle: async ({ principal }, input) => {
        const { found, next } = await traces.search(principal, {
          experimentIds: locationsIn(input),
          conditions: parseFilter(optionalString(input, 'filter'), TRACE_GRAMMAR),
          order: parseOrder(stringList(input, 'order_by'), TRACE_GRAMMAR),
          after: readPageToken(optionalString(input, 'page_token'), positionSchema),
          limit: boundedInteger(input, 'max_results', TRACE_SEARCH_BOUNDS),
        });
        return { traces: wireList(found.map(presentTrace)), next_page_token: next && writePageToken(next) };
      },
    },
    {
      method: 'POST',
      path: `${TRACES}/batchGetInfos`,
      scope: 'read',
      handle: async ({ principal }, input) => {
        const ids = stringList(input, 'trace_ids');
        if (ids.length === 0) throw missingParameter('trace_ids');
        return { trace_infos: wireList((await traces.some(principal, ids)).map(presentTrace)) };
      },
    },
    {
      method: 'POST',
      path: `${TRACES}/link-to-run`,
      handle: async ({ principal }, input) => {
        const ids = stringList(input, 'trace_ids');
        const runId = requiredString(input, 'run_id');
        if (ids.length === 0) throw missingParameter('trace_ids');
        await traces.link(principal, runId, ids);
        return {};
      },
    },
    {
      method: 'POST',
      path: `${TRACES}/link-prompts`,
      handle: async ({ principal }, input) => {
        const id = requiredString(input, 'trace_id');
        const prompts = objectList(input, 'prompt_versions').map((prompt) => ({
          name: requiredString(prompt, 'name'),
          version: requiredString(prompt, 'version'),
        }));
        if (prompts.length === 0) throw missingParameter('prompt_versions');
        await traces.linkPrompts(principal, id, prompts);
        return {};
      },
    },
    {
      method: 'PATCH',
      path: `${TRACES}/:trace_id/tags`,
      handle: async ({ principal }, input) => {
        const id = requiredString(input, 'trace_id');
        await traces.tag(principal, id, requiredString(input, 'key'), optionalString(input, 'value') ?? '');
        return {};
      },
    },
    {
      method: 'DELETE',
      path: `${TRACES}/:trace_id/tags`,
      handle: async ({ principal }, input) => {
        await traces.tag(principal, requiredString(input, 'trace_id'), requiredString(input, 'key'), null);
        return {};
      },
    },
    {
      method: 'POST',
      path: `${TRACES}/delete-traces`,
      handle: async ({ principal }, input) => {
        const ids = stringList(input, 'request_ids');
        const experimentId = requiredString(input, 'experiment_id');
        return { traces_deleted: await traces.delete(principal, experimentId, whichToDelete(input, ids)) };
      },
    },
    ...olderTraceOperations(traces),
  ];
}

function whichToDelete(input: MlflowInput, ids: readonly string[]) {
  if (ids.length > TRACE_LIMITS.deletedAtOnce)
    throw invalidParameter('request_ids', ids.length, `there are at most ${TRACE_LIMITS.deletedAtOnce}.`);
  if (ids.length > 0) return { ids };
  const upToMs = optionalInteger(input, 'max_timestamp_millis');
  if (upToMs === undefined) throw missingParameter('max_timestamp_millis');
  const { deletedAtOnce } = TRACE_LIMITS;
  return {
    upToMs,
    limit: boundedInteger(input, 'max_traces', { least: 1, most: deletedAtOnce, absent: deletedAtOnce }),
  };
}

function readTrace(info: MlflowInput): { experimentId: string; trace: Omit<Trace, 'experimentNo'> } {
  const location = requiredObject(info, 'trace_location');
  const experimentId = requiredString(requiredObject(location, 'mlflow_experiment'), 'experiment_id');
  const time = requiredString(info, 'request_time');
  const requestMs = Date.parse(time);
  if (Number.isNaN(requestMs)) throw invalidParameter(`${info.path}request_time`, time, 'it must be a moment.');
  const duration = optionalString(info, 'execution_duration');
  const durationMs = duration === undefined ? null : durationMsOf(duration);
  if (duration !== undefined && durationMs === null)
    throw invalidParameter(`${info.path}execution_duration`, duration, 'it must be seconds such as "0.5s".');
  const rest = Object.fromEntries(Object.entries(info.fields).filter(([name]) => !OWN_FIELDS.includes(name)));
  return {
    experimentId,
    trace: {
      id: requiredString(info, 'trace_id'),
      requestMs,
      durationMs,
      state: optionalString(info, 'state') ?? 'STATE_UNSPECIFIED',
      info: rest,
      tags: stringMap(info, 'tags'),
    },
  };
}

function locationsIn(input: MlflowInput): readonly string[] {
  const locations = objectList(input, 'locations');
  if (locations.length === 0) throw missingParameter('locations');
  return locations.map((location) => requiredString(requiredObject(location, 'mlflow_experiment'), 'experiment_id'));
}

function presentTrace(trace: AssessedTrace): object {
  return {
    ...trace.info,
    trace_id: trace.id,
    trace_location: {
      type: 'MLFLOW_EXPERIMENT',
      mlflow_experiment: { experiment_id: String(trace.experimentNo) },
    },
    request_time: new Date(trace.requestMs).toISOString(),
    execution_duration: trace.durationMs === null ? undefined : `${trace.durationMs / 1_000}s`,
    state: trace.state,
    tags: trace.tags,
    assessments: wireList(trace.assessments.map(presentAssessment)),
  };
}
