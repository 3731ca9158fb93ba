import { z } from 'zod';
import { type LoggedMetric, TRACKING_LIMITS, type Tracking } from '../lifecycle/experiments/index.ts';
import { invalidParameter } from './mlflow-error.ts';
import type { MlflowOperation } from './mlflow-operation.ts';
import { readPageToken, writePageToken } from './page-token.ts';
import { presentMetric, presentPointOfRun } from './present-tracking.ts';
import {
  boundedInteger,
  type MlflowInput,
  objectList,
  optionalInteger,
  optionalString,
  requiredInteger,
  requiredNumber,
  requiredString,
  stringList,
} from './read-request.ts';

const historyPositionSchema = z.object({
  timestampMs: z.number().int(),
  step: z.number().int(),
  // What JavaScript writes of a number, and nothing that the database would take for a number out of its range.
  value: z.string().refine((text) => String(Number(text)) === text),
});

/** One metric as it is logged. */
export function readLoggedMetric(input: MlflowInput): LoggedMetric {
  return {
    key: requiredString(input, 'key'),
    value: requiredNumber(input, 'value'),
    timestampMs: requiredInteger(input, 'timestamp'),
    step: optionalInteger(input, 'step') ?? 0,
    modelId: optionalString(input, 'model_id'),
    datasetName: optionalString(input, 'dataset_name'),
    datasetDigest: optionalString(input, 'dataset_digest'),
  };
}

/** The metrics of a batch. */
export function readLoggedMetrics(input: MlflowInput): readonly LoggedMetric[] {
  return objectList(input, 'metrics').map(readLoggedMetric);
}

/** The operations that read histories of metrics. */
export function metricOperations({ metrics }: Tracking): readonly MlflowOperation[] {
  return [
    {
      method: 'GET',
      path: '/mlflow/metrics/get-history',
      handle: async ({ principal }, input) => {
        const of = { runId: requiredString(input, 'run_id', 'run_uuid'), key: requiredString(input, 'metric_key') };
        const asked = optionalInteger(input, 'max_results') ?? 0;
        if (asked < 0) throw invalidParameter('max_results', asked, 'it must be 0, which means all, or more.');
        const { entries, next } = await metrics.history(principal, of, {
          after: readPageToken(optionalString(input, 'page_token'), historyPositionSchema),
          // Older clients send no size and follow no token: they get everything.
          limit: asked > 0 ? Math.min(asked, TRACKING_LIMITS.historyPage) : undefined,
        });
        return {
          metrics: entries.length === 0 ? undefined : entries.map(presentMetric),
          next_page_token: next ? writePageToken(next) : undefined,
        };
      },
    },
    {
      method: 'GET',
      path: '/mlflow/metrics/get-history-bulk',
      handle: async ({ principal }, input) => {
        const limit = boundedInteger(input, 'max_results', {
          least: 1,
          most: TRACKING_LIMITS.historyPage,
          absent: TRACKING_LIMITS.historyPage,
        });
        const of = { runIds: readRunIds(input, 'run_id'), key: requiredString(input, 'metric_key') };
        return { metrics: (await metrics.histories(principal, of, limit)).map(presentPointOfRun) };
      },
    },
    {
      method: 'GET',
      path: '/mlflow/metrics/get-history-bulk-interval',
      handle: async ({ principal }, input) => {
        const limit = boundedInteger(input, 'max_results', {
          least: 1,
          most: TRACKING_LIMITS.curvePoints,
          absent: TRACKING_LIMITS.curvePoints,
        });
        const points = await metrics.sampled(
          principal,
          { runIds: readRunIds(input, 'run_ids'), key: requiredString(input, 'metric_key'), ...readBounds(input) },
          limit,
        );
        return { metrics: points.map(presentPointOfRun) };
      },
    },
  ];
}

function readRunIds(input: MlflowInput, name: string): readonly string[] {
  const ids = stringList(input, name);
  if (ids.length === 0 || ids.length > TRACKING_LIMITS.historyRuns)
    throw invalidParameter(name, ids.length, `give 1 to ${TRACKING_LIMITS.historyRuns} ids.`);
  return ids;
}

function readBounds(input: MlflowInput): { readonly from: number | null; readonly to: number | null } {
  const from = optionalInteger(input, 'start_step') ?? null;
  const to = optionalInteger(input, 'end_step') ?? null;
  if ((from === null) !== (to === null))
    throw invalidParameter('start_step', from, 'give both start_step and end_step, or neither.');
  if (from !== null && to !== null && from > to)
    throw invalidParameter('end_step', to, 'it must not be before start_step.');
  return { from, to };
}
