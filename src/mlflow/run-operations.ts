import { z } from 'zod';
import {
  type DatasetInput,
  RUN_GRAMMAR,
  RUN_MODELS_TAG,
  RUN_STATUS_NUMBERS,
  TRACKING_LIMITS,
  type Tracking,
  type WrittenRun,
} from '../lifecycle/experiments/index.ts';
import { isNestedTooDeeply } from '../platform/http/storable-text.ts';
import { positionSchema, readView } from './experiment-operations.ts';
import { parseFilter, parseOrder } from './filter-language.ts';
import { readLoggedMetric, readLoggedMetrics } from './metric-operations.ts';
import { invalidParameter } from './mlflow-error.ts';
import { type MlflowOperation, type RawAnswer, writtenAnswer } from './mlflow-operation.ts';
import { readPageToken, writePageToken } from './page-token.ts';
import { writeRun } from './present-tracking.ts';
import {
  boundedInteger,
  experimentIdList,
  keyValueList,
  type MlflowInput,
  objectList,
  optionalEnum,
  optionalInteger,
  optionalObject,
  optionalString,
  requiredString,
  stringList,
} from './read-request.ts';

const runPositionSchema = z.object({ stage: z.number().int().min(0).max(10), keys: positionSchema });

/** The id of a run under either of its names. */
export function readRunId(input: MlflowInput): string {
  return requiredString(input, 'run_id', 'run_uuid');
}

/** The operations on runs. */
export function runOperations(tracking: Tracking): readonly MlflowOperation[] {
  return [...lifeOperations(tracking), ...loggingOperations(tracking), searchOperation(tracking)];
}

function lifeOperations({ runs }: Tracking): readonly MlflowOperation[] {
  return [
    {
      method: 'POST',
      path: '/mlflow/runs/create',
      handle: async ({ principal }, input) => {
        const run = await runs.create(principal, {
          experimentId: requiredString(input, 'experiment_id'),
          name: optionalString(input, 'run_name'),
          user: optionalString(input, 'user_id') ?? '',
          startMs: moment(input, 'start_time') ?? 0,
          tags: keyValueList(input, 'tags'),
        });
        return answerRun(run);
      },
    },
    {
      method: 'GET',
      path: '/mlflow/runs/get',
      handle: async ({ principal }, input) => answerRun(await runs.get(principal, readRunId(input))),
    },
    {
      method: 'POST',
      path: '/mlflow/runs/update',
      handle: async ({ principal }, input) => {
        const run = await runs.update(principal, readRunId(input), {
          status: optionalEnum(input, 'status', RUN_STATUS_NUMBERS),
          endMs: moment(input, 'end_time'),
          name: optionalString(input, 'run_name'),
        });
        return writtenAnswer(`{"run_info":${run.info}}`);
      },
    },
    {
      method: 'POST',
      path: '/mlflow/runs/delete',
      handle: async ({ principal }, input) => {
        await runs.delete(principal, readRunId(input));
        return {};
      },
    },
    {
      method: 'POST',
      path: '/mlflow/runs/restore',
      handle: async ({ principal }, input) => {
        await runs.restore(principal, readRunId(input));
        return {};
      },
    },
  ];
}

function answerRun(run: WrittenRun): RawAnswer {
  return writtenAnswer(`{"run":${writeRun(run)}}`);
}

function moment(input: MlflowInput, name: string): number | undefined {
  const value = optionalInteger(input, name);
  if (value !== undefined && value < 0)
    throw invalidParameter(name, value, 'a moment is a number of milliseconds, 0 or more.');
  return value;
}

function loggingOperations({ runs }: Tracking): readonly MlflowOperation[] {
  const log = (
    path: string,
    read: (input: MlflowInput) => Parameters<Tracking['runs']['log']>[2],
  ): MlflowOperation => ({
    method: 'POST',
    path,
    handle: async ({ principal }, input) => {
      const id = readRunId(input);
      await runs.log(principal, id, read(input));
      return {};
    },
  });
  const readTag = (input: MlflowInput) => [
    { key: requiredString(input, 'key'), value: optionalString(input, 'value') ?? '' },
  ];
  return [
    log('/mlflow/runs/log-metric', (input) => ({ metrics: [readLoggedMetric(input)], params: [], tags: [] })),
    log('/mlflow/runs/log-parameter', (input) => ({ metrics: [], params: readTag(input), tags: [] })),
    log('/mlflow/runs/set-tag', (input) => ({ metrics: [], params: [], tags: readTag(input) })),
    log('/mlflow/runs/log-batch', (input) => ({
      metrics: readLoggedMetrics(input),
      params: keyValueList(input, 'params'),
      tags: keyValueList(input, 'tags'),
    })),
    {
      method: 'POST',
      path: '/mlflow/runs/delete-tag',
      handle: async ({ principal }, input) => {
        await runs.deleteTag(principal, readRunId(input), requiredString(input, 'key'));
        return {};
      },
    },
    {
      method: 'POST',
      path: '/mlflow/runs/log-inputs',
      handle: async ({ principal }, input) => {
        const id = readRunId(input);
        await runs.logInputs(principal, id, {
          datasets: objectList(input, 'datasets').map(readDatasetInput),
          modelIds: objectList(input, 'models').map((model) => requiredString(model, 'model_id')),
        });
        return {};
      },
    },
    {
      method: 'POST',
      path: '/mlflow/runs/outputs',
      handle: async ({ principal }, input) => {
        const id = readRunId(input);
        const models = objectList(input, 'models').map((model) => ({
          modelId: requiredString(model, 'model_id'),
          step: optionalInteger(model, 'step') ?? 0,
        }));
        await runs.logOutputs(principal, id, models);
        return {};
      },
    },
    {
      method: 'POST',
      path: '/mlflow/runs/log-model',
      handle: async ({ principal }, input) => {
        const id = readRunId(input);
        await runs.appendToTag(principal, id, RUN_MODELS_TAG, readModelJson(input));
        return {};
      },
    },
  ];
}

function readDatasetInput(input: MlflowInput): DatasetInput {
  const dataset = optionalObject(input, 'dataset');
  if (!dataset) throw invalidParameter(`${input.path}dataset`, null, 'it must be an object.');
  return {
    tags: keyValueList(input, 'tags'),
    dataset: {
      name: requiredString(dataset, 'name'),
      digest: requiredString(dataset, 'digest'),
      sourceType: requiredString(dataset, 'source_type'),
      source: requiredString(dataset, 'source'),
      schema: optionalString(dataset, 'schema') ?? null,
      profile: optionalString(dataset, 'profile') ?? null,
    },
  };
}

const modelJsonSchema = z.looseObject({
  artifact_path: z.string(),
  flavors: z.looseObject({}),
  utc_time_created: z.string(),
  run_id: z.string(),
});

function readModelJson(input: MlflowInput): unknown {
  const text = requiredString(input, 'model_json');
  try {
    const parsed = isNestedTooDeeply(text) ? undefined : modelJsonSchema.safeParse(JSON.parse(text));
    if (parsed?.success) return parsed.data;
  } catch {
    // Text that is no JSON is refused like JSON without the fields.
  }
  throw invalidParameter(
    'model_json',
    text,
    'it must be a JSON object with artifact_path, flavors, utc_time_created and run_id.',
  );
}

function searchOperation({ runs }: Tracking): MlflowOperation {
  return {
    method: 'POST',
    path: '/mlflow/runs/search',
    scope: 'read',
    handle: async ({ principal }, input) => {
      const { entries, next } = await runs.search(principal, {
        experimentIds: experimentIdList(input, 'experiment_ids'),
        view: readView(input, 'run_view_type'),
        conditions: parseFilter(optionalString(input, 'filter'), RUN_GRAMMAR),
        order: parseOrder(stringList(input, 'order_by'), RUN_GRAMMAR),
        after: readPageToken(optionalString(input, 'page_token'), runPositionSchema),
        limit: boundedInteger(input, 'max_results', {
          least: 1,
          most: TRACKING_LIMITS.searchPage,
          absent: TRACKING_LIMITS.searchDefault,
        }),
      });
      if (entries.length === 0) return {};
      const token = next ? `,"next_page_token":${JSON.stringify(writePageToken(next))}` : '';
      return writtenAnswer(`{"runs":[${entries.map(writeRun).join(',')}]${token}}`);
    },
  };
}
