import { createHash } from 'node:crypto';
import { z } from 'zod';
import {
  LOGGED_MODEL_GRAMMAR,
  MODEL_STATUS_NUMBERS,
  type ModelOrderTerm,
  TRACKING_LIMITS,
  type Tracking,
} from '../lifecycle/experiments/index.ts';
import { positionSchema } from './experiment-operations.ts';
import { parseFilter, parseOrder } from './filter-language.ts';
import { invalidParameter, MlflowError, missingParameter } from './mlflow-error.ts';
import type { MlflowOperation } from './mlflow-operation.ts';
import { readPageToken, writePageToken } from './page-token.ts';
import { presentModel } from './present-tracking.ts';
import {
  anyValue,
  experimentIdList,
  keyValueList,
  type MlflowInput,
  objectList,
  optionalBoolean,
  optionalEnum,
  optionalInteger,
  optionalString,
  requiredString,
} from './read-request.ts';

const DEFAULT_PAGE = 50;
const MOST_PER_PAGE = 1_000;

const modelPositionSchema = z.object({ of: z.string().max(64), keys: positionSchema });

/** The operations on logged models. */
export function loggedModelOperations({ models }: Tracking): readonly MlflowOperation[] {
  return [
    {
      method: 'POST',
      path: '/mlflow/logged-models',
      handle: async ({ principal }, input) => {
        const model = await models.create(principal, {
          experimentId: requiredString(input, 'experiment_id'),
          name: optionalString(input, 'name'),
          modelType: optionalString(input, 'model_type'),
          sourceRunId: optionalString(input, 'source_run_id'),
          params: readParams(input),
          tags: keyValueList(input, 'tags'),
        });
        return { model: presentModel(model) };
      },
    },
    {
      method: 'POST',
      path: '/mlflow/logged-models/search',
      scope: 'read',
      handle: async ({ principal }, input) => search(models, principal, input),
    },
    {
      method: 'GET',
      path: '/mlflow/logged-models/:model_id',
      handle: async ({ principal }, input) => ({
        model: presentModel(await models.get(principal, requiredString(input, 'model_id'))),
      }),
    },
    {
      method: 'PATCH',
      path: '/mlflow/logged-models/:model_id',
      handle: async ({ principal }, input) => {
        const status = optionalEnum(input, 'status', MODEL_STATUS_NUMBERS);
        if (status === undefined) throw missingParameter('status');
        return { model: presentModel(await models.setStatus(principal, requiredString(input, 'model_id'), status)) };
      },
    },
    {
      method: 'DELETE',
      path: '/mlflow/logged-models/:model_id',
      handle: async ({ principal }, input) => {
        await models.delete(principal, requiredString(input, 'model_id'));
        return {};
      },
    },
    {
      method: 'PATCH',
      path: '/mlflow/logged-models/:model_id/tags',
      handle: async ({ principal }, input) => {
        const tags = keyValueList(input, 'tags');
        return { model: presentModel(await models.setTags(principal, requiredString(input, 'model_id'), tags)) };
      },
    },
    {
      method: 'DELETE',
      path: '/mlflow/logged-models/:model_id/tags/:key',
      handle: async ({ principal }, input) => {
        await models.deleteTag(principal, requiredString(input, 'model_id'), requiredString(input, 'key'));
        return {};
      },
    },
    {
      method: 'POST',
      path: '/mlflow/logged-models/:model_id/params',
      handle: async ({ principal }, input) => {
        await models.logParams(principal, requiredString(input, 'model_id'), readParams(input));
        return {};
      },
    },
  ];
}

function readParams(input: MlflowInput) {
  const params = keyValueList(input, 'params');
  if (params.length > TRACKING_LIMITS.modelParams)
    throw invalidParameter('params', params.length, `send at most ${TRACKING_LIMITS.modelParams} at a time.`);
  return params;
}

async function search(
  models: Tracking['models'],
  principal: Parameters<Tracking['models']['search']>[0],
  input: MlflowInput,
): Promise<object> {
  if (anyValue(input, 'experiment_ids') === null) throw missingParameter('experiment_ids');
  const experimentIds = experimentIdList(input, 'experiment_ids');
  const filter = optionalString(input, 'filter');
  const order = objectList(input, 'order_by').map(readOrderTerm);
  const datasets = objectList(input, 'datasets').map((dataset) => ({
    name: requiredString(dataset, 'dataset_name'),
    digest: optionalString(dataset, 'dataset_digest') || undefined,
  }));
  const asked = optionalInteger(input, 'max_results') ?? 0;
  if (asked < 0) throw invalidParameter('max_results', asked, 'it must be 0, which means 50, or more.');
  // Clients ask for any number of models and follow the token of a shorter page.
  const limit = asked === 0 ? DEFAULT_PAGE : Math.min(asked, MOST_PER_PAGE);
  // A token belongs to the search that gave it out: with other arguments its position would mean nothing.
  const of = createHash('sha256')
    .update(JSON.stringify([experimentIds, filter ?? '', order, datasets]))
    .digest('base64url');
  const token = readPageToken(optionalString(input, 'page_token'), modelPositionSchema);
  if (token && token.of !== of)
    throw new MlflowError(
      'INVALID_PARAMETER_VALUE',
      'Invalid page token: it belongs to a search with other arguments.',
    );
  const conditions = parseFilter(filter, LOGGED_MODEL_GRAMMAR);
  const { entries, next } = await models.search(principal, {
    experimentIds,
    conditions,
    datasets,
    order,
    after: token?.keys,
    limit,
  });
  return {
    models: entries.length === 0 ? undefined : entries.map(presentModel),
    next_page_token: next ? writePageToken({ of, keys: next }) : undefined,
  };
}

function readOrderTerm(input: MlflowInput): ModelOrderTerm {
  const field = requiredString(input, 'field_name');
  const [term] = parseOrder([field], LOGGED_MODEL_GRAMMAR);
  // A direction behind the name would be ignored, as the field beside it says the direction.
  if (!term || (term.kind !== 'attribute' && term.kind !== 'metric') || /\s(?:ASC|DESC)$/i.test(field.trim()))
    throw invalidParameter(`${input.path}field_name`, field, 'models are ordered by an attribute or a metric.');
  return {
    kind: term.kind,
    key: term.key,
    isDescending: optionalBoolean(input, 'ascending') === false,
    datasetName: optionalString(input, 'dataset_name') || undefined,
    datasetDigest: optionalString(input, 'dataset_digest') || undefined,
  };
}
