import { randomUUID } from 'node:crypto';
import { metadataOf, TRACE_GRAMMAR, type Trace, type Traces } from '../lifecycle/traces/index.ts';
import type { Principal } from '../platform/http/principal.ts';
import { positionSchema } from './experiment-operations.ts';
import { parseFilter, parseOrder } from './filter-language.ts';
import type { MlflowOperation } from './mlflow-operation.ts';
import { readPageToken, writePageToken } from './page-token.ts';
import { wireList } from './present.ts';
import {
  boundedInteger,
  type KeyValue,
  keyValueList,
  type MlflowInput,
  optionalEnum,
  optionalString,
  requiredInteger,
  requiredString,
  stringList,
} from './read-request.ts';
import { TRACE_SEARCH_BOUNDS } from './trace-search.ts';

const TRACES = '/mlflow/traces';
const STATUS_NUMBERS = { TRACE_STATUS_UNSPECIFIED: 0, OK: 1, ERROR: 2, IN_PROGRESS: 3 } as const;

/**
 * Traces as clients before MLflow 3 use them: the server names a trace when it starts, and is told later how it ended.
 * What they keep is the same trace that newer clients read.
 */
export function olderTraceOperations(traces: Traces): readonly MlflowOperation[] {
  return [
    {
      method: 'PATCH',
      path: `${TRACES}/:request_id`,
      handle: async ({ principal }, input) => {
        const begun = await traces.get(principal, requiredString(input, 'request_id'));
        const state = optionalEnum(input, 'status', STATUS_NUMBERS) ?? 'TRACE_STATUS_UNSPECIFIED';
        const ended: Trace = {
          ...begun,
          durationMs: Math.max(0, requiredInteger(input, 'timestamp_ms') - begun.requestMs),
          state: state === 'TRACE_STATUS_UNSPECIFIED' ? 'STATE_UNSPECIFIED' : state,
          info: { ...begun.info, trace_metadata: { ...metadataOf(begun), ...mapOf(input, 'request_metadata') } },
          tags: { ...begun.tags, ...mapOf(input, 'tags') },
        };
        return { trace_info: present(await traces.keep(principal, String(begun.experimentNo), ended)) };
      },
    },
    {
      method: 'GET',
      path: `${TRACES}/:request_id/info`,
      handle: async ({ principal }, input) => ({
        trace_info: present(await traces.get(principal, requiredString(input, 'request_id'))),
      }),
    },
    {
      method: 'GET',
      path: TRACES,
      handle: async ({ principal }, input) => {
        const { found, next } = await traces.search(principal, {
          experimentIds: stringList(input, 'experiment_ids'),
          conditions: parseFilter(optionalString(input, 'filter'), TRACE_GRAMMAR),
          order: parseOrder(stringList(input, 'order_by'), TRACE_GRAMMAR),
          after: readPageToken(optionalString(input, 'page_token'), positionSchema),
          limit: boundedInteger(input, 'max_results', TRACE_SEARCH_BOUNDS),
        });
        return { traces: wireList(found.map(present)), next_page_token: next && writePageToken(next) };
      },
    },
  ];
}

/** Begins a trace as clients before MLflow 3 do, under a name that is made here. */
export async function beginOlderTrace(traces: Traces, principal: Principal, input: MlflowInput): Promise<object> {
  const trace = await traces.keep(principal, requiredString(input, 'experiment_id'), {
    id: randomUUID().replaceAll('-', ''),
    requestMs: requiredInteger(input, 'timestamp_ms'),
    durationMs: null,
    state: 'IN_PROGRESS',
    info: { trace_metadata: mapOf(input, 'request_metadata') },
    tags: mapOf(input, 'tags'),
  });
  return { trace_info: present(trace) };
}

function mapOf(input: MlflowInput, name: string): Readonly<Record<string, string>> {
  return Object.fromEntries(keyValueList(input, name).map(({ key, value }) => [key, value]));
}

function pairsOf(map: Readonly<Record<string, string>>): readonly KeyValue[] {
  return Object.entries(map).map(([key, value]) => ({ key, value }));
}

function present(trace: Trace): object {
  return {
    request_id: trace.id,
    experiment_id: String(trace.experimentNo),
    timestamp_ms: trace.requestMs,
    execution_time_ms: trace.durationMs ?? undefined,
    status: trace.state === 'STATE_UNSPECIFIED' ? 'TRACE_STATUS_UNSPECIFIED' : trace.state,
    request_metadata: wireList(pairsOf(metadataOf(trace))),
    tags: wireList(pairsOf(trace.tags)),
  };
}
