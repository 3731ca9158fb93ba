import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { z } from 'zod';
import { type Client, createClient } from '../../../platform/contract/index.ts';
import { thisServer, useLiveTopic } from '../../../web/data/index.ts';
import { type PromptVersion, promptInWords } from '../trace.ts';
import { tracePagesApi } from '../trace-pages.schema.ts';

/** Calls the endpoints of the pages of traces. */
export const tracesClient: Client<typeof tracePagesApi> = createClient(tracePagesApi, thisServer);

/** A trace in a list. */
export type TraceEntry = z.infer<(typeof tracePagesApi)['tracesOfExperiment']['response']>['items'][number];

/** A trace as its page reads it. */
export type TraceDetail = z.infer<(typeof tracePagesApi)['trace']['response']>;

/** An assessment as the page of its trace reads it. */
export type AssessmentEntry = TraceDetail['assessments'][number];

/** A stretch of the tree of spans. */
export type SpansRead = Extract<z.infer<(typeof tracePagesApi)['spans']['response']>, { kind: 'read' }>;

/** A span in the tree. */
export type SpanRow = SpansRead['items'][number];

/** A span as the page reads it. */
export type SpanDetail = z.infer<(typeof tracePagesApi)['span']['response']>;

/** Answers about traces that change while applications answer and people judge have keys that begin with this. */
export const LIVE_TRACES = ['traces', 'live'] as const;
/** Those about spans stay as they are once a trace has been sent, and are long to read. */
const SPANS = ['traces', 'spans'] as const;

/** Reads lists of traces and what was said of them again when something comes in. */
export function useLiveTraces(slug: string | null): void {
  useLiveTopic(slug === null ? 'experiments' : `initiative:${slug}`, LIVE_TRACES);
}

/** The traces of an experiment that a filter finds. */
export function tracesQuery(experimentId: string, filter: string) {
  return infiniteQueryOptions({
    queryKey: [...LIVE_TRACES, 'list', experimentId, filter],
    queryFn: ({ pageParam }) =>
      tracesClient.tracesOfExperiment({
        params: { experimentId },
        query: { filter, ...(pageParam === null ? {} : { cursor: pageParam }) },
      }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
    placeholderData: keepPreviousData,
  });
}

/** The newest traces of a run. */
export function tracesOfRunQuery(experimentId: string, runId: string, limit: number) {
  return queryOptions({
    queryKey: [...LIVE_TRACES, 'of-run', experimentId, runId],
    queryFn: () =>
      tracesClient.tracesOfExperiment({ params: { experimentId }, query: { filter: filterOfRun(runId), limit } }),
  });
}

/** The filter that finds the traces of a run. */
export function filterOfRun(runId: string): string {
  return `run_id = '${runId}'`;
}

/** The filter that finds the traces that used a version of a prompt. */
export function filterOfPrompt(prompt: PromptVersion): string {
  return `prompt = '${promptInWords(prompt).replaceAll("'", "''")}'`;
}

/** The address of the traces of an experiment that a filter finds. */
export function addressOfTraces(experimentId: string, filter: string): string {
  return `/experiments/${experimentId}/traces?${new URLSearchParams({ filter })}`;
}

/** One trace without its spans. */
export function traceQuery(traceId: string) {
  return queryOptions({
    queryKey: [...LIVE_TRACES, 'one', traceId],
    queryFn: () => tracesClient.trace({ params: { traceId } }),
  });
}

/** The spans of a trace, a stretch at a time. */
export function spansQuery(traceId: string) {
  return infiniteQueryOptions({
    queryKey: [...SPANS, traceId],
    queryFn: ({ pageParam }) => tracesClient.spans({ params: { traceId }, query: { from: pageParam } }),
    initialPageParam: 0,
    getNextPageParam: (page) => (page.kind === 'read' ? page.nextFrom : null),
  });
}

/** One span with what went in and came out. */
export function spanQuery(traceId: string, spanId: string) {
  return queryOptions({
    queryKey: [...SPANS, traceId, spanId],
    queryFn: () => tracesClient.span({ params: { traceId, spanId } }),
  });
}
