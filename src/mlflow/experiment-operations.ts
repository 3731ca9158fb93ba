import { z } from 'zod';
import { EXPERIMENT_GRAMMAR, type LifeView, TRACKING_LIMITS, type Tracking } from '../lifecycle/experiments/index.ts';
import { parseFilter, parseOrder } from './filter-language.ts';
import { invalidParameter } from './mlflow-error.ts';
import type { MlflowOperation } from './mlflow-operation.ts';
import { readPageToken, writePageToken } from './page-token.ts';
import { presentExperiment } from './present-tracking.ts';
import {
  keyValueList,
  type MlflowInput,
  optionalEnum,
  optionalString,
  requiredInteger,
  requiredString,
  stringList,
} from './read-request.ts';

const VIEW_NUMBERS = { ACTIVE_ONLY: 1, DELETED_ONLY: 2, ALL: 3 } as const;
const VIEWS: Readonly<Record<keyof typeof VIEW_NUMBERS, LifeView>> = {
  ACTIVE_ONLY: 'active',
  DELETED_ONLY: 'deleted',
  ALL: 'all',
};

/** Where a page of a list ended. */
export const positionSchema = z.array(z.union([z.string(), z.number(), z.null()])).max(64);

/** Which entries a search takes; only active ones unless stated. */
export function readView(input: MlflowInput, name: string): LifeView {
  return VIEWS[optionalEnum(input, name, VIEW_NUMBERS) ?? 'ACTIVE_ONLY'];
}

/** The operations on experiments. */
export function experimentOperations({ experiments }: Tracking): readonly MlflowOperation[] {
  const search: MlflowOperation['handle'] = async ({ principal }, input) => {
    const limit = requiredInteger(input, 'max_results');
    if (limit < 1 || limit > TRACKING_LIMITS.searchPage)
      throw invalidParameter('max_results', limit, `it must be between 1 and ${TRACKING_LIMITS.searchPage}.`);
    const { entries, next } = await experiments.search(principal, {
      view: readView(input, 'view_type'),
      conditions: parseFilter(optionalString(input, 'filter'), EXPERIMENT_GRAMMAR),
      order: parseOrder(stringList(input, 'order_by'), EXPERIMENT_GRAMMAR),
      after: readPageToken(optionalString(input, 'page_token'), positionSchema),
      limit,
    });
    return {
      experiments: entries.length === 0 ? undefined : entries.map(presentExperiment),
      next_page_token: next ? writePageToken(next) : undefined,
    };
  };
  return [
    {
      method: 'POST',
      path: '/mlflow/experiments/create',
      handle: async ({ principal }, input) => ({
        experiment_id: await experiments.create(principal, {
          name: requiredString(input, 'name'),
          artifactLocation: optionalString(input, 'artifact_location'),
          tags: keyValueList(input, 'tags'),
        }),
      }),
    },
    {
      method: 'GET',
      path: '/mlflow/experiments/get',
      handle: async ({ principal }, input) => ({
        experiment: presentExperiment(await experiments.get(principal, requiredString(input, 'experiment_id'))),
      }),
    },
    {
      method: 'GET',
      path: '/mlflow/experiments/get-by-name',
      handle: async ({ principal }, input) => ({
        experiment: presentExperiment(await experiments.getByName(principal, requiredString(input, 'experiment_name'))),
      }),
    },
    { method: 'POST', path: '/mlflow/experiments/search', scope: 'read', handle: search },
    { method: 'GET', path: '/mlflow/experiments/search', handle: search },
    {
      method: 'POST',
      path: '/mlflow/experiments/delete',
      handle: async ({ principal }, input) => {
        await experiments.delete(principal, requiredString(input, 'experiment_id'));
        return {};
      },
    },
    {
      method: 'POST',
      path: '/mlflow/experiments/restore',
      handle: async ({ principal }, input) => {
        await experiments.restore(principal, requiredString(input, 'experiment_id'));
        return {};
      },
    },
    {
      method: 'POST',
      path: '/mlflow/experiments/update',
      handle: async ({ principal }, input) => {
        await experiments.rename(principal, requiredString(input, 'experiment_id'), requiredString(input, 'new_name'));
        return {};
      },
    },
    {
      method: 'POST',
      path: '/mlflow/experiments/set-experiment-tag',
      handle: async ({ principal }, input) => {
        const tag = { key: requiredString(input, 'key'), value: optionalString(input, 'value') ?? '' };
        await experiments.setTag(principal, requiredString(input, 'experiment_id'), tag);
        return {};
      },
    },
    {
      method: 'POST',
      path: '/mlflow/experiments/delete-experiment-tag',
      handle: async ({ principal }, input) => {
        await experiments.deleteTag(principal, requiredString(input, 'experiment_id'), requiredString(input, 'key'));
        return {};
      },
    },
    {
      method: 'POST',
      path: '/mlflow/experiments/search-datasets',
      scope: 'read',
      handle: async ({ principal }, input) => {
        const found = await experiments.datasets(principal, searchedIds(input), TRACKING_LIMITS.searchDefault);
        return {
          dataset_summaries: found.map(({ experimentNo, name, digest, context }) => ({
            experiment_id: String(experimentNo),
            name,
            digest,
            context: context ?? undefined,
          })),
        };
      },
    },
  ];
}

const MOST_DATASET_EXPERIMENTS = 20;

function searchedIds(input: MlflowInput): readonly string[] {
  const ids = stringList(input, 'experiment_ids');
  if (ids.length === 0 || ids.length > MOST_DATASET_EXPERIMENTS)
    throw invalidParameter('experiment_ids', ids.length, `give 1 to ${MOST_DATASET_EXPERIMENTS} ids.`);
  return ids;
}
