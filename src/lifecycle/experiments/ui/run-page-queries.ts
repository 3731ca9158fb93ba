import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { z } from 'zod';
import { type Client, createClient } from '../../../platform/contract/index.ts';
import { thisServer, useLiveTopic } from '../../../web/data/index.ts';
import { runPagesApi } from '../run-pages.schema.ts';

/** Calls the endpoints of the pages of experiments and runs. */
export const runPagesClient: Client<typeof runPagesApi> = createClient(runPagesApi, thisServer);

/** An experiment as its page reads it. */
export type ExperimentDetail = z.infer<(typeof runPagesApi)['experiment']['response']>;

/** A run as its page reads it. */
export type RunDetail = z.infer<(typeof runPagesApi)['run']['response']>;

/** A saved view as the page reads it. */
export type ViewEntry = z.infer<(typeof runPagesApi)['views']['response']>['items'][number];

/** Curves of runs as the page reads them. */
export type RunCurves = z.infer<(typeof runPagesApi)['curves']['response']>['curves'];

/** What a curve runs over. */
export type CurveAxis = 'step' | 'time';

/** Every answer of these pages has a key that begins with this. */
export const RUN_PAGES = ['run-pages'] as const;

/** Runs that are read at a time. */
const RUNS_PAGE = 100;

/** Reads the pages of runs again when something is logged: to the initiative, or to what is connected to none. */
export function useLiveRuns(slug: string | null): void {
  useLiveTopic(slug === null ? 'experiments' : `initiative:${slug}`, RUN_PAGES);
}

/** An experiment with the keys of its runs. */
export function experimentQuery(experimentId: string) {
  return queryOptions({
    queryKey: [...RUN_PAGES, 'experiment', experimentId],
    queryFn: () => runPagesClient.experiment({ params: { experimentId } }),
  });
}

/** The runs of an experiment by a filter and an order. */
export function runsOfExperimentQuery(experimentId: string, filter: string, orderBy: string) {
  return infiniteQueryOptions({
    queryKey: [...RUN_PAGES, 'runs', experimentId, filter, orderBy],
    queryFn: ({ pageParam }) =>
      runPagesClient.runsOfExperiment({
        params: { experimentId },
        query: { limit: RUNS_PAGE, filter, orderBy, ...(pageParam === null ? {} : { cursor: pageParam }) },
      }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
    placeholderData: keepPreviousData,
  });
}

/** Runs that are part of one that is opened in a table; a run seldom has more. */
const CHILDREN = 200;

/** The runs that a filter of parts finds, in one page. */
export function partsQuery(experimentId: string, filter: string, orderBy: string) {
  return queryOptions({
    queryKey: [...RUN_PAGES, 'parts', experimentId, filter, orderBy],
    queryFn: () =>
      runPagesClient.runsOfExperiment({ params: { experimentId }, query: { limit: CHILDREN, filter, orderBy } }),
  });
}

/** One run with everything but its files. */
export function runQuery(runId: string) {
  return queryOptions({
    queryKey: [...RUN_PAGES, 'run', runId],
    queryFn: () => runPagesClient.run({ params: { runId } }),
  });
}

/** Chosen runs in their order. */
export function chosenQuery(runIds: readonly string[]) {
  return queryOptions({
    queryKey: [...RUN_PAGES, 'chosen', ...runIds],
    queryFn: () => runPagesClient.chosen({ query: { ids: runIds.join(',') } }),
  });
}

/** The curves of a metric of runs. While they are on their way, those of the same metric stand in for them. */
export function curvesQuery(runIds: readonly string[], key: string, axis: CurveAxis, points: number) {
  const ofMetric = [...RUN_PAGES, 'curves', key, axis, points] as const;
  return queryOptions({
    queryKey: [...ofMetric, ...runIds],
    queryFn: () => runPagesClient.curves({ query: { runs: runIds.join(','), key, axis, points } }),
    enabled: runIds.length > 0 && key !== '',
    placeholderData: (before, query) =>
      ofMetric.every((part, at) => query?.queryKey[at] === part) ? before : undefined,
  });
}

/** The saved views of the runs of an experiment. */
export function viewsQuery(experimentId: string) {
  return queryOptions({
    queryKey: [...RUN_PAGES, 'views', experimentId],
    queryFn: () => runPagesClient.views({ params: { experimentId } }),
  });
}
