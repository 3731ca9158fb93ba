import { useQueries } from '@tanstack/react-query';
import { finiteOf } from '../logged-number.ts';
import type { RunEntry } from './experiment-queries.ts';
import { type Stop, stopOf } from './lost-words.ts';
import { curvesQuery } from './run-page-queries.ts';

/** Metrics that are looked into at most: one that diverges draws others with it, and the first say what happened. */
const MOST_METRICS = 24;
/** Points of a curve that is read only for its end. */
const FEW_POINTS = 8;

/** Where the metrics of runs stopped being numbers, for those whose last value is none; by the metric and the run. */
export function useStops(
  runs: readonly Pick<RunEntry, 'id' | 'metrics'>[],
): (key: string, runId: string) => Stop | null {
  const lost = new Map<string, string[]>();
  for (const { id, metrics } of runs)
    for (const { key, value } of metrics) if (finiteOf(value) === null) lost.set(key, [...(lost.get(key) ?? []), id]);
  const asked = [...lost].slice(0, MOST_METRICS);
  const stops = useQueries({
    queries: asked.map(([key, ids]) => curvesQuery(ids, key, 'step', FEW_POINTS)),
    combine: (results) =>
      new Map(
        results.flatMap(({ data }, at) =>
          (data?.curves ?? []).map(({ runId, points }) => [`${asked[at]?.[0]} ${runId}`, stopOf(points)] as const),
        ),
      ),
  });
  return (key, runId) => stops.get(`${key} ${runId}`) ?? null;
}
